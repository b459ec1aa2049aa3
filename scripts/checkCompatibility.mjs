// FULL_TRANSITIVE: every version of a schema reads what every other version wrote.
// avsc's resolvers say whether data fits; defaults, names and the numbering are checked beside them.
import avsc from 'avsc'
import { fileURLToPath } from 'node:url'
import { bare, currentSchemas, schemaVersions } from './schemas/readSchemas.mjs'

/** Records within a schema by their path, so that nested fields are compared as well. */
function recordsByPath(schema, path = '') {
  const type = bare(schema)
  if (type?.type === 'array') return recordsByPath(type.items, `${path}[]`)
  if (type?.type === 'map') return recordsByPath(type.values, `${path}{}`)
  if (type?.type !== 'record') return new Map()
  const found = new Map([[path, type]])
  for (const field of type.fields) {
    for (const [at, record] of recordsByPath(field.type, path === '' ? field.name : `${path}.${field.name}`))
      found.set(at, record)
  }
  return found
}

/** Why `reader` cannot read everything `writer` wrote; empty when it can. */
function problemsOfReading(reader, writer) {
  const problems = []
  const written = recordsByPath(writer.schema)
  for (const [path, record] of recordsByPath(reader.schema)) {
    const other = written.get(path)
    if (other === undefined) continue
    if (other.name !== record.name)
      problems.push(`${path || 'the record'} is called ${record.name} in one and ${other.name} in the other`)
    const names = new Set(other.fields.map((field) => field.name))
    for (const field of record.fields) {
      if (!names.has(field.name) && !('default' in field))
        problems.push(`${path === '' ? '' : `${path}.`}${field.name} has no default`)
    }
  }
  try {
    avsc.Type.forSchema(reader.schema).createResolver(avsc.Type.forSchema(writer.schema))
  } catch (error) {
    problems.push(error.message)
  }
  return problems
}

/** Sentences about versions `[{name, version, schema}]` of one schema that cannot read each other. */
export function incompatibilities(versions) {
  const problems = []
  for (const reader of versions) {
    for (const writer of versions) {
      if (reader === writer) continue
      for (const problem of problemsOfReading(reader, writer)) {
        problems.push(
          `${reader.name} version ${reader.version} cannot read what version ${writer.version} wrote: ${problem}.`,
        )
      }
    }
  }
  return problems
}

/** Everything wrong with the current schemas and their history: gaps, a current schema without its version, incompatible versions. */
export function checkHistory(schemas, history) {
  const problems = []
  const names = new Set([...schemas.map(({ name }) => name), ...history.map(({ name }) => name)])
  for (const name of names) {
    const versions = history.filter((version) => version.name === name)
    versions.forEach(({ version }, i) => {
      if (version !== i + 1) problems.push(`schemas/history/${name} has a gap before version ${version}.`)
    })
    const current = schemas.find((schema) => schema.name === name)
    if (current === undefined) problems.push(`schemas/${name}.avsc is missing, though events of it exist.`)
    else if (JSON.stringify(current) !== JSON.stringify(versions.at(-1)?.schema)) {
      problems.push(
        `schemas/${name}.avsc is not the newest version in its history: add schemas/history/${name}/${versions.length + 1}.avsc.`,
      )
    }
    problems.push(...incompatibilities(versions))
  }
  return problems
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = checkHistory(await currentSchemas(), await schemaVersions())
  for (const problem of problems) console.error(`error: ${problem}`)
  process.exitCode = problems.length === 0 ? 0 : 1
}
