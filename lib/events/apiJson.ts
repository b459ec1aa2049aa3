/**
 * The API's JSON as typed Avro and back, without losing anything.
 *
 * A field whose value has the type of the schema becomes that Avro field. Everything else (unknown fields, other types,
 * explicit nulls, text that UTF-8 cannot hold) goes into the record's `extra` field as JSON text and comes back from there.
 * An absent field is Avro's null. So decode(encode(x)) is deeply equal to x for every JSON object.
 */
export type AvroSchema = string | AvroSchema[] | AvroObject

export interface AvroObject {
  readonly type: AvroSchema
  readonly name?: string
  readonly namespace?: string
  readonly doc?: string
  readonly fields?: readonly AvroField[]
  readonly items?: AvroSchema
  readonly values?: AvroSchema
  readonly logicalType?: string
}

export interface AvroField {
  readonly name: string
  readonly type: AvroSchema
  readonly default?: unknown
  readonly doc?: string
}

type Json = Readonly<Record<string, unknown>>
/** `undefined` means that the value does not fit the schema. */
type ToAvro = (value: unknown) => unknown
type FromAvro = (value: unknown) => unknown

export interface JsonConversion {
  toAvro: ToAvro
  fromAvro: FromAvro
}

const asIs: FromAvro = (value) => value

const text: JsonConversion = {
  toAvro: (value) => (typeof value === 'string' && value.isWellFormed() ? value : undefined),
  fromAvro: asIs,
}
const flag: JsonConversion = { toAvro: (value) => (typeof value === 'boolean' ? value : undefined), fromAvro: asIs }

function arrayConversion(items: JsonConversion): JsonConversion {
  return {
    toAvro: (value) => {
      if (!Array.isArray(value)) return undefined
      const converted: unknown[] = new Array(value.length)
      for (let i = 0; i < value.length; i += 1) {
        const item = items.toAvro(value[i])
        if (item === undefined) return undefined
        converted[i] = item
      }
      return converted
    },
    fromAvro: (value) => (value as unknown[]).map(items.fromAvro),
  }
}

/** Sets an own property whatever its name is: `__proto__` is data here. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  else target[key] = value
}

interface FieldConversion extends JsonConversion {
  readonly name: string
}

function recordConversion(fields: readonly FieldConversion[]): JsonConversion {
  const byName = new Map(fields.map((field) => [field.name, field]))
  return {
    toAvro: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
      const record: Record<string, unknown> = {}
      let extra: Record<string, unknown> | undefined
      for (const field of fields) record[field.name] = null
      for (const key of Object.keys(value)) {
        const given = (value as Json)[key]
        if (given === undefined) continue
        const converted = byName.get(key)?.toAvro(given)
        if (converted === undefined) setOwn((extra ??= {}), key, given)
        else record[key] = converted
      }
      record['extra'] = extra === undefined ? null : JSON.stringify(extra)
      return record
    },
    fromAvro: (value) => {
      const record = value as Json
      const json: Record<string, unknown> = {}
      for (const field of fields) {
        const held = record[field.name]
        if (held !== null && held !== undefined) json[field.name] = field.fromAvro(held)
      }
      if (typeof record['extra'] === 'string') {
        const extra = JSON.parse(record['extra']) as Json
        for (const key of Object.keys(extra)) setOwn(json, key, extra[key])
      }
      return json
    },
  }
}

/** The conversion for one schema of an API object: records with an `extra` field, arrays, texts and booleans, each nullable. */
export function jsonConversion(schema: AvroSchema): JsonConversion {
  if (Array.isArray(schema)) {
    const [something] = schema.filter((branch) => branch !== 'null')
    if (something === undefined) throw new TypeError('A union of an API object needs a type beside null.')
    return jsonConversion(something)
  }
  if (schema === 'string') return text
  if (schema === 'boolean') return flag
  if (typeof schema === 'object' && schema.type === 'array' && schema.items !== undefined) {
    return arrayConversion(jsonConversion(schema.items))
  }
  if (typeof schema === 'object' && schema.type === 'record' && schema.fields !== undefined) {
    const fields = schema.fields.filter((field) => field.name !== 'extra')
    return recordConversion(fields.map((field) => ({ name: field.name, ...jsonConversion(field.type) })))
  }
  throw new TypeError(`API objects hold no ${JSON.stringify(schema)}.`)
}
