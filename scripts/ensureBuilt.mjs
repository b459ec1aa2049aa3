// Builds dist/ when a source file is newer than the last complete build.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneMaker } from './oneMaker.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const mtime = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function newest(folder) {
  let latest = mtime(folder)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : mtime(path))
  }
  return latest
}

function isStale() {
  const built = mtime(join(root, 'dist', '.stamp'))
  const sources = ['cli', 'services', 'lib', 'scripts', 'test/support']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .map(newest)
  return built <= Math.max(...sources, mtime(join(root, 'package.json')))
}

/** Builds if need be; of several processes one, and the others wait. Throws when the build fails. */
export async function ensureBuilt() {
  await oneMaker(isStale, async () => {
    const { buildAll } = await import('./build.mjs')
    await buildAll()
  })
}
