// Writes lib/events/*.generated.ts from schemas/*.avsc; `--check` fails where a file is not what the schemas say,
// and where a version of a schema cannot be read with another one.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkHistory } from './checkCompatibility.mjs'
import { conversions } from './schemas/conversions.mjs'
import { currentSchemas, root, schemaVersions } from './schemas/readSchemas.mjs'
import { typeDeclarations } from './schemas/typeDeclarations.mjs'

const check = process.argv.includes('--check')
const banner = '// Written by scripts/generate.mjs from schemas/*.avsc: change those, then run `npm run generate`.\n\n'

const schemas = await currentSchemas()
const history = await schemaVersions()
const union = schemas.map(({ name }) => `'${name}'`).join(' | ')
const newest = Object.fromEntries(history.map(({ name, version }) => [name, version]))
const files = {
  'types.generated.ts': typeDeclarations(schemas),
  'conversions.generated.ts': conversions(schemas),
  'schemas.generated.ts': `export type SchemaName = ${union}

/** The newest version of each schema, which events are written with. */
export const schemaVersions: Readonly<Record<SchemaName, number>> = ${JSON.stringify(newest)}

/** The schemas as written to the registry, as JSON text. */
export const schemas: Readonly<Record<SchemaName, string>> = {
${schemas.map((schema) => `  ${schema.name}: ${JSON.stringify(JSON.stringify(schema))},\n`).join('')}}
`,
}

for (const [file, content] of Object.entries(files)) {
  const path = join(root, 'lib', 'events', file)
  const text = banner + content
  if ((await readFile(path, 'utf8').catch(() => '')) === text) continue
  if (check) {
    console.error(`error: lib/events/${file} is not what schemas/ says: run npm run generate and commit it.`)
    process.exitCode = 1
  } else {
    await writeFile(path, text)
    console.error(`wrote lib/events/${file}`)
  }
}

for (const problem of checkHistory(schemas, history)) {
  console.error(`error: ${problem}`)
  process.exitCode = 1
}
