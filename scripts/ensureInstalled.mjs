// Makes sure that the packages of package-lock.json are there, whole: a half-finished install is finished.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { oneMaker } from './oneMaker.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** What npm notes at the end of an install; nothing where it has not ended, also while the file is being written. */
function installedPackages() {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules', '.package-lock.json'), 'utf8')).packages ?? {}
  } catch (error) {
    if (error instanceof SyntaxError || error.code === 'ENOENT') return {}
    throw error
  }
}

/** What of the lock file is not installed in the version it names. npm writes its own list last, so a broken install has none. */
function missing(dev) {
  const lockFile = join(root, 'package-lock.json')
  const wanted = existsSync(lockFile) ? (JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {}) : {}
  const installed = installedPackages()
  return Object.entries(wanted).filter(
    ([path, { version, dev: forTests, optional, devOptional }]) =>
      path !== '' && !optional && !devOptional && (dev || !forTests) && installed[path]?.version !== version,
  ).length
}

function install(dev) {
  console.error(`Installing ${missing(dev)} packages …`)
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

/**
 * Installs what is missing by `npm ci`, with `dev` what tests need as well; of several processes one, and the others wait.
 * Throws a sentence when that fails.
 */
export async function ensureInstalled({ dev }) {
  await oneMaker(
    () => missing(dev) > 0,
    () => install(dev),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await ensureInstalled({ dev: true })
  } catch (error) {
    console.error(`error: ${error.message}`)
    process.exit(1)
  }
}
