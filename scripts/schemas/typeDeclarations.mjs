// TypeScript interfaces of Avro records. Fields of an API object may be absent, so they are optional.
import { isApiObject } from './readSchemas.mjs'

const primitives = { null: 'null', string: 'string', boolean: 'boolean', int: 'number', long: 'number', double: 'number', bytes: 'Buffer' }
const wrap = (type) => (type.includes('|') ? `(${type})` : type)
const comment = (doc, indent = '') => (doc ? `${indent}/** ${doc} */\n` : '')

/** The text of all interfaces that some schemas need, each record once. */
export function typeDeclarations(schemas) {
  const records = new Map()

  function typeOf(schema) {
    if (Array.isArray(schema)) return schema.map(typeOf).join(' | ')
    if (typeof schema === 'string') return primitives[schema] ?? schema
    if (schema.type === 'array') return `readonly ${wrap(typeOf(schema.items))}[]`
    if (schema.type === 'map') return `Readonly<Record<string, ${typeOf(schema.values)}>>`
    if (schema.type === 'record') {
      collect(schema)
      return schema.name
    }
    return typeOf(schema.type)
  }

  function collect(record) {
    if (records.has(record.name)) return
    records.set(record.name, '')
    const api = isApiObject(record)
    const lines = record.fields
      .filter((field) => !(api && field.name === 'extra'))
      .map((field) => `${comment(field.doc, '  ')}  readonly ${field.name}${api ? '?' : ''}: ${typeOf(field.type)}\n`)
    records.set(record.name, `${comment(record.doc)}export interface ${record.name} {\n${lines.join('')}}\n`)
  }

  schemas.forEach(collect)
  return [...records.values()].join('\n')
}
