/**
 * Where the server's programs and data lie. As root the server runs as the user `postgres`, who may not enter private folders
 * such as /root or a fresh temporary folder. Then both have a place of their own below /var/lib/darkhorses, and the data
 * folder's usual place is a link to it. See docs/decisions/0006.
 */
import { createHash } from 'node:crypto'
import { cpSync, existsSync, lstatSync, readlinkSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '../makeFolder.js'
import { postgresBinaries } from './binaries.js'
import { DataFolderUnusable } from './errors.js'
import { barrier } from './reachable.js'
import type { ServerUser } from './serverUser.js'

export interface ServerFolders {
  /** Holds `initdb` and `postgres`. */
  readonly binaries: string
  readonly data: string
}

const shared = '/var/lib/darkhorses'
const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** The programs where a user can run them: where they are, or a copy. */
function reachableBinaries(user: ServerUser): string {
  const bin = postgresBinaries()
  if (barrier(bin, user) === null) return bin
  const native = dirname(bin)
  const copy = join(shared, `postgres-${digest(`${native} ${lstatSync(join(bin, 'postgres')).mtimeMs}`)}`)
  if (!existsSync(copy)) {
    const half = `${copy}.${process.pid}`
    makeFolder(shared)
    cpSync(native, half, { recursive: true, verbatimSymlinks: true })
    try {
      renameSync(half, copy)
    } catch (error) {
      rmSync(half, { recursive: true, force: true })
      // Another process was quicker.
      if (!existsSync(copy)) throw error
    }
  }
  return join(copy, 'bin')
}

/** The data folder where a user can reach it. Creates the link when it has to lie elsewhere. @throws DataFolderUnusable */
function reachableData(home: string, user: ServerUser): string {
  const usual = join(home, 'postgres')
  const found = lstatSync(usual, { throwIfNoEntry: false })
  if (found?.isSymbolicLink() === true) return readlinkSync(usual)
  const closed = barrier(home, user)
  if (closed === null) return usual
  if (existsSync(join(usual, 'PG_VERSION')))
    throw new DataFolderUnusable(home, `the user postgres may not enter ${closed} (chmod o+x would let it)`)
  const data = join(shared, `data-${digest(realpathSync(home))}`, 'postgres')
  makeFolder(dirname(data))
  rmSync(usual, { recursive: true, force: true })
  symlinkSync(data, usual)
  return data
}

/** Where to run the server of a home folder from, and on which data folder. @throws NoPostgresBinaries, DataFolderUnusable */
export function serverFolders(home: string, user: ServerUser | undefined): ServerFolders {
  return user === undefined
    ? { binaries: postgresBinaries(), data: join(home, 'postgres') }
    : { binaries: reachableBinaries(user), data: reachableData(home, user) }
}
