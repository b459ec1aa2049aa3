// Writes lib/events/*.generated.ts from schemas/*.avsc; `--check` fails where a file is not what the schemas say.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = join(root, 'schemas')
const names = (await readdir(folder)).filter((file) => file.endsWith('.avsc')).map((file) => file.slice(0, -5)).sort()
const schemas = await Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, `${name}.avsc`), 'utf8'))))

const records = new Map()
/** Records that hold an API object: their fields may be absent or of another type, so readers treat them as unknown. */
const isApiObject = (record) => record.fields.some((field) => field.name === 'extra')

function typeOf(schema) {
  if (Array.isArray(schema)) return schema.map(typeOf).join(' | ')
  if (typeof schema === 'string') {
    const primitives = { null: 'null', string: 'string', boolean: 'boolean', int: 'number', long: 'number', double: 'number', bytes: 'Buffer' }
    return primitives[schema] ?? schema
  }
  if (schema.type === 'array') return `readonly ${wrap(typeOf(schema.items))}[]`
  if (schema.type === 'map') return `Readonly<Record<string, ${typeOf(schema.values)}>>`
  if (schema.type === 'record') {
    collect(schema)
    return schema.name
  }
  return typeOf(schema.type)
}
const wrap = (type) => (type.includes('|') ? `(${type})` : type)
const comment = (doc, indent = '') => (doc ? `${indent}/** ${doc} */\n` : '')

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
const banner = '// Written by scripts/generate.mjs from schemas/*.avsc: change those, then run `npm run generate`.\n'
const types = `${banner}\n${[...records.values()].join('\n')}`
const json = `${banner}\nimport type { AvroObject } from './apiJson.js'\n\n/** The schemas as written to the registry, in the order in which they are registered. */\nexport const schemas: Readonly<Record<${names.map((name) => `'${name}'`).join(' | ')}, AvroObject>> = ${JSON.stringify(Object.fromEntries(schemas.map((schema) => [schema.name, schema])))}\n`

let drifted = false
for (const [file, text] of [
  ['types.generated.ts', types],
  ['schemas.generated.ts', json],
]) {
  const path = join(root, 'lib', 'events', file)
  const old = await readFile(path, 'utf8').catch(() => '')
  if (old === text) continue
  if (process.argv.includes('--check')) {
    console.error(`error: lib/events/${file} is not what schemas/ says: run npm run generate and commit it.`)
    drifted = true
  } else {
    await writeFile(path, text)
    console.error(`wrote lib/events/${file}`)
  }
}
process.exitCode = drifted ? 1 : 0
