/** What an endpoint answers before it is put on the wire. */
export interface Answer {
  readonly status: number
  /** JSON value of the body; bytes are JSON text, and a string is sent as it is (HTML). */
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One entry of a FastAPI validation error. */
export interface InvalidParameter {
  readonly loc: readonly (string | number)[]
  readonly msg: string
  readonly type: string
}

export const ok = (body: unknown): Answer => ({ status: 200, body })

/** The API's own error bodies: `{"detail": "…"}`. */
export const refusal = (status: number, detail: string, headers?: Readonly<Record<string, string>>): Answer =>
  headers === undefined ? { status, body: { detail } } : { status, body: { detail }, headers }

/** 422 in FastAPI's shape. */
export const invalid = (...problems: readonly InvalidParameter[]): Answer => ({
  status: 422,
  body: { detail: problems },
})

export const notFound = (what: string): Answer => refusal(404, `${what} not found`)

/** The vendor answers an endpoint outside the plan as it answers wrong credentials: with 401 and a sentence. */
export const notInPlan = (plan: string): Answer => refusal(401, `${plan} Plan required`)

export const historyNotInPlan = (): Answer =>
  refusal(401, 'Historical data add-on required: results older than 365 days are not included in your plan')

/** slowapi's body, which the vendor uses: `{"error": "Rate limit exceeded: 5 per 1 second"}`. */
export const tooManyRequests = (limit: string, retryAfterSeconds: number | null): Answer => ({
  status: 429,
  body: { error: `Rate limit exceeded: ${limit}` },
  ...(retryAfterSeconds === null ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
})
