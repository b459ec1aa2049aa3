import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const readJson = async (path) => JSON.parse(await readFile(path, 'utf8'))

/** The current schemas, by name: `schemas/*.avsc`. */
export async function currentSchemas(folder = join(root, 'schemas')) {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.avsc')).sort()
  return Promise.all(files.map((file) => readJson(join(folder, file))))
}

/** Every version there ever was, `[{name, version, schema}]` in order of name and version: `schemas/history/NAME/N.avsc`. */
export async function schemaVersions(folder = join(root, 'schemas', 'history')) {
  const versions = []
  for (const name of (await readdir(folder)).sort()) {
    const numbers = (await readdir(join(folder, name))).filter((file) => /^\d+\.avsc$/.test(file)).map((file) => parseInt(file, 10))
    for (const version of numbers.sort((a, b) => a - b)) {
      versions.push({ name, version, schema: await readJson(join(folder, name, `${version}.avsc`)) })
    }
  }
  return versions
}

/** A record that holds an object of the API has a field `extra` for whatever does not fit it. */
export const isApiObject = (record) => record.fields.some((field) => field.name === 'extra')

/** The type beside null, where null is allowed. */
export const bare = (schema) => (Array.isArray(schema) ? schema.find((branch) => branch !== 'null') : schema)
