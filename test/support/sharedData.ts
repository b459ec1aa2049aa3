import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from '../../lib/projectRoot.js'

const root = projectRoot(dirname(fileURLToPath(import.meta.url)))

/**
 * The folder of recorded racing data (`racing-api-days`, `racing-api-samples`, `courses-coordinates.json`): in
 * `DARKHORSES_SHARED`, or beside the project in `../shared`. Null when it is not there; a test then says so and is skipped.
 */
export function sharedData(): string | null {
  const shared = process.env['DARKHORSES_SHARED'] ?? resolve(root, '../shared')
  const folder = resolve(shared, 'data')
  return existsSync(resolve(folder, 'racing-api-days')) ? folder : null
}
