/**
 * Whether an answer is what was asked for. A proxy or a maintenance page can answer 200 with anything; taken for an empty list,
 * it would count as a day without racing.
 */

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong with a list of objects, or null. */
export function elementsProblem(list: unknown, name: string): string | null {
  if (!Array.isArray(list)) return `the answer has no list of ${name}`
  return list.every(isObject) ? null : `an element of ${name} is no object`
}

/** What is wrong with a body that holds a list of objects under a name, or null. */
export function listProblem(body: unknown, field: string): string | null {
  return isObject(body) ? elementsProblem(body[field], field) : 'the answer is no object'
}

/** What is wrong with a horse's profile, or null. */
export function profileProblem(body: unknown): string | null {
  return isObject(body) && typeof body['id'] === 'string' && body['id'] !== '' ? null : 'the answer is no profile'
}
