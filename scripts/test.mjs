// `npm test`: installs what is missing, builds, runs unit and integration tests, and says what was not run and why.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensureInstalled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  ensureInstalled({ dev: true })
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exit(1)
}
const { ensureBuilt } = await import('./ensureBuilt.mjs')
await ensureBuilt()

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})

const shared = process.env.DARKHORSES_SHARED ?? resolve(root, '..', 'shared')
if (!existsSync(join(shared, 'data'))) {
  console.error(
    `Not run: tests on real racing days, because ${join(shared, 'data')} is not there (DARKHORSES_SHARED names another folder).`,
  )
}
process.exit(status ?? 1)
