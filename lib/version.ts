import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from './projectRoot.js'

/** The version of this build, from package.json. */
export function version(): string {
  const root = projectRoot(dirname(fileURLToPath(import.meta.url)))
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version
}
