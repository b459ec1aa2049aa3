// `npm test`: installs what is missing, builds, runs unit and integration tests, and says what was not run and why.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensureInstalled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
try {
  await ensureInstalled({ dev: true })
} catch (error) {
  console.error(`error: ${error.message}`)
  process.exit(1)
}
const { ensureBuilt } = await import('./ensureBuilt.mjs')
await ensureBuilt()

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const folder = mkdtempSync(join(tmpdir(), 'darkhorses-tests-'))
const notRun = join(folder, 'not-run.txt')
const { status } = spawnSync(process.execPath, [vitest, 'run', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, DARKHORSES_NOT_RUN: notRun },
})
if (existsSync(notRun)) {
  for (const line of new Set(readFileSync(notRun, 'utf8').trim().split('\n'))) console.error(`Not run: ${line}`)
}
rmSync(folder, { recursive: true, force: true })

const shared = process.env.DARKHORSES_SHARED ?? resolve(root, '..', 'shared')
if (!existsSync(join(shared, 'data'))) {
  console.error(
    `Not run: tests on real racing days, because ${join(shared, 'data')} is not there (DARKHORSES_SHARED names another folder).`,
  )
}
process.exit(status ?? 1)
