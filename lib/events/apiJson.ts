/**
 * The API's JSON as typed Avro and back, without losing anything: what the generated conversions are made of.
 *
 * A field whose value has the type of the schema becomes that Avro field. Everything else (unknown fields, other types,
 * explicit nulls, text that UTF-8 cannot hold) goes into the record's `extra` field as JSON text and comes back from there.
 * An absent field is Avro's null; a list item that is no object is wholly in `extra`. So decode(encode(x)) is deeply equal
 * to x for every JSON value.
 */
import { jsonText } from './jsonText.js'

/** What avsc writes and reads: a record by its field names. */
export type Held = Readonly<Record<string, unknown>>

/** Whether a JSON value is an object: neither a list nor null. */
export function isObject(value: unknown): value is Held {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text that UTF-8 can hold (no lone surrogates), else null. */
export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value.isWellFormed() ? value : null
}

/** A boolean, else null. */
export function flagOrNull(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null
}

/** A list of such texts, else null: one misfit sends the whole list to `extra`. */
export function textsOrNull(value: unknown): readonly string[] | null {
  return Array.isArray(value) && value.every((item) => textOrNull(item) !== null) ? (value as string[]) : null
}

/** A list of records (each item fits, if need be as `extra` alone), else null. */
export function listOrNull(value: unknown, convert: (item: unknown) => Held): Held[] | null {
  return Array.isArray(value) ? list(value, convert) : null
}

/** A record where there is an object, else null. */
export function objectOrNull(value: unknown, convert: (value: unknown) => Held): Held | null {
  return isObject(value) ? convert(value) : null
}

/** Every item of a list, converted. */
export function list<Item>(items: unknown, convert: (item: Held) => Item): Item[] {
  const given = items as readonly Held[]
  const converted = new Array<Item>(given.length)
  for (let i = 0; i < given.length; i += 1) converted[i] = convert(given[i] as Held)
  return converted
}

/** Sets an own property whatever its name is: `__proto__` is data here. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

/** JSON text of the members of `json` that `held` has no value for; null when there are none. */
export function restOf(json: Held, held: Held): string | null {
  const rest: Record<string, unknown> = {}
  let found = false
  for (const key of Object.keys(json)) {
    const value = json[key]
    if (value === undefined) continue
    if (key !== 'extra' && Object.hasOwn(held, key) && held[key] !== null) continue
    setOwn(rest, key, value)
    found = true
  }
  return found ? jsonText(rest) : null
}

/** The object with the members of `extra` merged back; what was no object comes back as it was. @throws SyntaxError */
export function withRest(json: Record<string, unknown>, extra: string): unknown {
  const rest: unknown = JSON.parse(extra)
  if (!isObject(rest)) return rest
  for (const key of Object.keys(rest)) setOwn(json, key, rest[key])
  return json
}
