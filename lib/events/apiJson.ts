/**
 * The API's JSON as typed Avro and back, without losing anything: what the generated conversions are made of (the way there is in
 * apiAvro.ts).
 *
 * A field whose value has the type of the schema becomes that Avro field. Everything else (unknown fields, other types,
 * explicit nulls, text that UTF-8 cannot hold) goes into the record's `extra` field as JSON text and comes back from there.
 * An absent field is Avro's null; a list item that is no object is wholly in `extra`. So decode(encode(x)) is deeply equal
 * to x for every JSON value.
 */
import { jsonText } from './jsonText.js'

/** What avsc reads: a record by its field names. */
export type Held = Readonly<Record<string, unknown>>

/** Whether a JSON value is an object: neither a list nor null. */
export function isObject(value: unknown): value is Held {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
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

/** By field, whether a value has the type of the schema. */
export type Fits = Readonly<Record<string, (value: unknown) => boolean>>

/** JSON text of the members of `json` that fit no field; null when there are none. */
export function restOf(json: Held, fits: Fits): string | null {
  const rest: Record<string, unknown> = {}
  let found = false
  for (const key of Object.keys(json)) {
    const value = json[key]
    if (value === undefined || (Object.hasOwn(fits, key) && fits[key]?.(value) === true)) continue
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
