// Functions between the API's JSON and Avro: objects of the API are written straight from their JSON, and all records read into it.
// Written out field by field, because a loop over field names makes V8 keep such objects as hash tables: half as fast.
import { bare, isApiObject } from './readSchemas.mjs'

/** How a field of an object of the API is written, and the question whether a value fits it. */
function writing(type, value) {
  if (type === 'string') return { write: `writeText(tap, ${value})`, fits: 'isText' }
  if (type === 'boolean') return { write: `writeFlag(tap, ${value})`, fits: 'isFlag' }
  if (type.type === 'record') return { write: `writeObject(tap, ${value}, write${type.name})`, fits: 'isObject' }
  const items = bare(type.items)
  if (items === 'string') return { write: `writeTexts(tap, ${value})`, fits: 'isTexts' }
  return { write: `writeList(tap, ${value}, write${items.name})`, fits: 'isList' }
}

/** An expression that turns `value` (as avsc read it, not null) into JSON. */
function fromAvro(type, value) {
  if (typeof type === 'string' || type.type === 'map' || typeof type.type === 'object') return value
  if (type.type === 'record') return `from${type.name}(${value} as Held)`
  if (type.type === 'array' && bare(type.items).type === 'record') return `list(${value}, from${bare(type.items).name})`
  return value
}

function apiObject(record) {
  // What is generated writes unions as null or the type, in the order of the schema, and what fits nothing behind them.
  if (!record.fields.every(({ type }) => Array.isArray(type) && type.length === 2 && type[0] === 'null') || record.fields.at(-1).name !== 'extra')
    throw new Error(`${record.name}: every field is to be of null and a type, and extra the last`)
  const fields = record.fields.filter((field) => field.name !== 'extra').map(({ name, type }) => ({ name, type: bare(type) }))
  const written = fields.map(({ name, type }) => ({ name, ...writing(type, `json['${name}']`) }))
  return `function write${record.name}(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, ${fields.length})
  let kept = 0
${written.map(({ write }) => `  kept += ${write}\n`).join('')}  writeRest(tap, json, kept, fits${record.name})
}

const fits${record.name} = {
${written.map(({ name, fits }) => `  ${name}: ${fits},\n`).join('')}}

function from${record.name}(held: Held): unknown {
  const json: Record<string, unknown> = {}
${fields.map(({ name, type }) => `  if (held['${name}'] !== null) json['${name}'] = ${fromAvro(type, `held['${name}']`)}\n`).join('')}  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}
`
}

/** A record of our own, which avsc writes: read into a plain object. */
function ownRecord(record, isEvent) {
  const lines = record.fields.map(({ name, type }) => `    ${name}: ${fromAvro(bare(type), `held['${name}']`)},\n`)
  return `function from${record.name}(held: Held): ${isEvent ? 'Held' : 'unknown'} {
  return {
${isEvent ? `    type: '${record.name}',\n` : ''}${lines.join('')}  }
}
`
}

function recordsWithin(schema) {
  const type = bare(schema)
  if (type.type === 'array') return recordsWithin(type.items)
  if (type.type !== 'record') return []
  return [type, ...type.fields.flatMap((field) => recordsWithin(field.type))]
}

/** The text of the module of conversions for the event schemas. */
export function conversions(schemas) {
  const events = new Set(schemas)
  const records = new Map(schemas.flatMap(recordsWithin).map((record) => [record.name, record]))
  const functions = [...records.values()].map((record) => (isApiObject(record) ? apiObject(record) : ownRecord(record, events.has(record))))
  const body = functions.join('\n')
  const used = (names) => names.filter((name) => new RegExp(`\\b${name}\\b`).test(body)).join(', ')
  const written = ['isFlag', 'isList', 'isText', 'isTexts', 'writeFlag', 'writeList', 'writeMisfit', 'writeObject', 'writeRest', 'writeText', 'writeTexts']
  return `import { ${used(written)}, type Tap, type WriteObject } from './apiAvro.js'
import { ${used(['isObject', 'list', 'withRest'])}, type Held } from './apiJson.js'

${body}
/** By record that holds an object of the API: how it is written. */
export const writers: Readonly<Record<string, WriteObject>> = {
${[...records.values()].filter(isApiObject).map(({ name }) => `  ${name}: write${name},\n`).join('')}}

/** By event: from what avsc has read. */
export const readers = {
${schemas.map(({ name }) => `  ${name}: from${name},\n`).join('')}} as const
`
}
