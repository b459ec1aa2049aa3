/**
 * Work that nobody waits for gives way to work that somebody does, where both share a machine: the system runs it when a processor is
 * free, which on an idle machine is always.
 */
import { readFile } from 'node:fs/promises'
import { constants, getPriority, platform, setPriority } from 'node:os'
import type { PoolClient } from 'pg'

const low = constants.priority.PRIORITY_BELOW_NORMAL

/** Sets the priority of a process, or thread, that has a higher one; 0 is the one that asks. */
function lower(id: number): void {
  if (getPriority(id) < low) setPriority(id, low)
}

/** Lets this thread give way, and those it starts. Linux alone knows priorities of threads: elsewhere nothing changes. */
export function threadGivesWay(): void {
  if (platform() === 'linux') lower(0)
}

/** What `pg` knows of a connection and does not declare. */
interface Connected {
  readonly processID?: number | null
  readonly connection?: { readonly stream?: { readonly localPort?: number } }
}

const isRefused = (error: unknown) =>
  error instanceof Error && 'code' in error && ['EPERM', 'EACCES', 'ESRCH'].includes(String(error.code))

/**
 * Lets the server's process of a connection give way, where it runs on this machine and we may say so; elsewhere nothing changes. It is
 * known by its title, which names our port: a process id alone may be one of another machine or container.
 */
export async function backendGivesWay(client: PoolClient): Promise<void> {
  const { processID, connection } = client as unknown as Connected
  const port = connection?.stream?.localPort
  if (typeof processID !== 'number' || port === undefined) return
  const title = await readFile(`/proc/${processID}/cmdline`, 'utf8').catch(() => '')
  if (!title.startsWith('postgres: ') || !title.includes(`(${port})`)) return
  try {
    lower(processID)
  } catch (error) {
    if (!isRefused(error)) throw error
  }
}
