/**
 * What a reader looks at, of events that carry far more: a group that needs ids and names of a racecard does not pay for its texts,
 * prices and quotes. What is passed over is absent. Bytes that do not follow the schema are found there all the same; JSON text of
 * unknown fields (`extra`) is not looked into.
 */
import type { DarkhorsesEvent, EventType } from './events.js'

/** The fields read of an object, of the items of a list; `true` is a field as it is. */
export type FieldsOf<Value> = Value extends readonly (infer Item)[]
  ? FieldsOf<Item>
  : Value extends object
    ? { readonly [Field in keyof Value]?: true | FieldsOf<NonNullable<Value[Field]>> }
    : true

/** By type of event, the fields read of it; events of types that are not named are read whole. */
export type FieldsRead = {
  readonly [Type in EventType]?: FieldsOf<Extract<DarkhorsesEvent, { readonly type: Type }>>
}

/** By name of record, the fields that are read; records that are not named are read whole. */
export type ReadOfRecords = ReadonlyMap<string, ReadonlySet<string>>

interface Fields {
  readonly [field: string]: true | Fields
}

interface RecordSchema {
  readonly name: string
  readonly fields: readonly { readonly name: string; readonly type: unknown }[]
}

/** The record in a field's type: through unions and lists. */
function recordIn(schema: unknown): RecordSchema | undefined {
  if (Array.isArray(schema)) return schema.map(recordIn).find((record) => record !== undefined)
  if (typeof schema !== 'object' || schema === null || !('type' in schema)) return undefined
  if (schema.type === 'array' && 'items' in schema) return recordIn(schema.items)
  return schema.type === 'record' ? (schema as unknown as RecordSchema) : undefined
}

/**
 * Which fields of which records are read, for a schema (JSON text). What a record cannot be without is read always: whatever cannot be
 * null, and `extra`, where fields are that the schema does not have, or has of another type.
 */
export function readOfRecords(schema: string, fields: object): ReadOfRecords {
  const read = new Map<string, Set<string>>()
  function walk(record: RecordSchema, asked: Fields): void {
    const names = new Set<string>()
    for (const { name, type } of record.fields) {
      const isNullable = Array.isArray(type) && type.includes('null')
      const inner = Object.hasOwn(asked, name) ? asked[name] : undefined
      if (name === 'extra' || !isNullable || inner !== undefined) names.add(name)
      if (inner === undefined || inner === true) continue
      const innerRecord = recordIn(type)
      if (innerRecord !== undefined) walk(innerRecord, inner)
    }
    read.set(record.name, names)
  }
  walk(JSON.parse(schema) as RecordSchema, fields as Fields)
  return read
}
