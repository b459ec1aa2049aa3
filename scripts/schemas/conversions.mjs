// Functions between the API's JSON and the records that avsc writes and reads, one pair per record.
// Written out field by field, because a loop over field names makes V8 keep such objects as hash tables: half as fast.
import { bare, isApiObject } from './readSchemas.mjs'

/** An expression that turns `value` (JSON) into what avsc writes, or null where it does not fit. */
function toAvro(type, value) {
  if (type === 'string') return `textOrNull(${value})`
  if (type === 'boolean') return `flagOrNull(${value})`
  if (type.type === 'array') {
    const items = bare(type.items)
    if (items === 'string') return `textsOrNull(${value})`
    return `listOrNull(${value}, to${items.name})`
  }
  return `objectOrNull(${value}, to${type.name})`
}

/** An expression that turns `value` (as avsc read it, not null) into JSON. */
function fromAvro(type, value) {
  if (typeof type === 'string' || type.type === 'map' || typeof type.type === 'object') return value
  if (type.type === 'record') return `from${type.name}(${value} as Held)`
  if (type.type === 'array' && bare(type.items).type === 'record') return `list(${value}, from${bare(type.items).name})`
  return value
}

function apiObject(record) {
  const fields = record.fields.filter((field) => field.name !== 'extra').map(({ name, type }) => ({ name, type: bare(type) }))
  return `function to${record.name}(json: unknown): Held {
  if (!isObject(json)) return { ...absent${record.name}, extra: jsonText(json) }
  let kept = 0
${fields.map(({ name, type }) => `  const _${name} = ${toAvro(type, `json['${name}']`)}\n  if (_${name} !== null) kept += 1\n`).join('')}  const held = {
${fields.map(({ name }) => `    ${name}: _${name},\n`).join('')}    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absent${record.name}: Held = {
${fields.map(({ name }) => `  ${name}: null,\n`).join('')}}

function from${record.name}(held: Held): unknown {
  const json: Record<string, unknown> = {}
${fields.map(({ name, type }) => `  if (held['${name}'] !== null) json['${name}'] = ${fromAvro(type, `held['${name}']`)}\n`).join('')}  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}
`
}

/** A record of our own: written as it is; read into a plain object. */
function ownRecord(record, isEvent) {
  const contents = record.fields.filter((field) => needsConversion(bare(field.type)))
  const held = contents.map(({ name, type }) => {
    const bareType = bare(type)
    const value = `event['${name}']`
    return `${name}: ${bareType.type === 'array' ? `listOrNull(${value}, to${bareType.items.name})` : `to${bareType.name}(${value})`}`
  })
  const to =
    contents.length === 0
      ? `function to${record.name}(event: Held): Held {\n  return event\n}\n`
      : `function to${record.name}(event: Held): Held {\n  return { ...event, ${held.join(', ')} }\n}\n`
  const lines = record.fields.map(({ name, type }) => `    ${name}: ${fromAvro(bare(type), `held['${name}']`)},\n`)
  return `${isEvent ? to : ''}
function from${record.name}(held: Held): ${isEvent ? 'Held' : 'unknown'} {
  return {
${isEvent ? `    type: '${record.name}',\n` : ''}${lines.join('')}  }
}
`
}

function needsConversion(type) {
  if (type.type === 'record') return isApiObject(type)
  return type.type === 'array' && bare(type.items).type === 'record' && isApiObject(bare(type.items))
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
  const helpers = ['flagOrNull', 'isObject', 'list', 'listOrNull', 'objectOrNull', 'restOf', 'textOrNull', 'textsOrNull', 'withRest'].filter((name) => body.includes(`${name}(`))
  return `import { ${helpers.join(', ')}, type Held } from './apiJson.js'
import { jsonText } from './jsonText.js'

${body}
/** Per event: to what avsc writes, and from what avsc has read. */
export const conversions = {
${schemas.map(({ name }) => `  ${name}: { toAvro: to${name}, fromAvro: from${name} },\n`).join('')}} as const
`
}
