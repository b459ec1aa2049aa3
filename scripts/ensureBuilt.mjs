// Builds dist/ when a source file is newer than the last complete build.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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

/** Builds if need be. Throws when the build fails. */
export async function ensureBuilt() {
  const built = mtime(join(root, 'dist', '.stamp'))
  const sources = ['cli', 'services', 'lib', 'scripts', 'test/support']
    .map((folder) => join(root, folder))
    .filter((folder) => existsSync(folder))
    .map(newest)
  if (built > Math.max(...sources, mtime(join(root, 'package.json')))) return
  const { buildAll } = await import('./build.mjs')
  await buildAll()
}
