// Makes sure that the packages of package-lock.json are there, whole: a half-finished install is finished.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

/** What of the lock file is not installed in the version it names. npm writes its own list last, so a broken install has none. */
function missing(dev) {
  const wanted = read(join(root, 'package-lock.json'))?.packages ?? {}
  const installed = read(join(root, 'node_modules', '.package-lock.json'))?.packages ?? {}
  return Object.entries(wanted).filter(
    ([path, { version, dev: forTests, optional, devOptional }]) =>
      path !== '' && !optional && !devOptional && (dev || !forTests) && installed[path]?.version !== version,
  ).length
}

/** Installs what is missing by `npm ci`; with `dev` what tests need as well. Throws a sentence when that fails. */
export function ensureInstalled({ dev }) {
  const count = missing(dev)
  if (count === 0) return
  console.error(`Installing ${count} packages …`)
  const omit = dev ? [] : ['--omit=dev']
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...omit], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  })
  if (error !== undefined || status !== 0) {
    throw new Error(
      'The packages could not be installed: see what npm says above, then try again. It goes on where it stopped.',
    )
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    ensureInstalled({ dev: true })
  } catch (error) {
    console.error(`error: ${error.message}`)
    process.exit(1)
  }
}
