/** An object of the API: any key, any value. */
export type ApiObject = Readonly<Record<string, unknown>>

/** The value as an object of the API; null for texts, numbers, lists and nothing. */
export function asObject(raw: unknown): ApiObject | null {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? (raw as ApiObject) : null
}

/** The value as a list; an empty one when it is none. */
export function asList(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : []
}
