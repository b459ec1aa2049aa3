/**
 * The lease of the one active fetcher. It is renewed beside all other work; silent for `leaseMs`, it passes to another.
 * A fetcher believes in its lease only for as long as nobody else can have taken it, by a clock that goes on while the process
 * is stopped: one that wakes from SIGSTOP knows at once that it is no longer the active one.
 */
import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Clock } from '../../lib/clock.js'
import { sqlFile } from '../../lib/db/sqlFile.js'

const holdLease = sqlFile(import.meta.url, './sql/holdLease.sql')
const releaseLease = sqlFile(import.meta.url, './sql/releaseLease.sql')

export interface Lease {
  readonly owner: string
  /** Whether the lease is surely ours now. */
  held(): boolean
  /** Takes and renews the lease until the signal is aborted, then lets it go. Never rejects: an outage only lets it expire. */
  keep(signal: AbortSignal, onOutage: (error: unknown) => void): Promise<void>
}

const renewals = 4

export interface LeaseOptions {
  /** It passes on after so long a silence, ms; default 8,000. */
  readonly leaseMs?: number | undefined
  /** The fetcher ends with its run; others must not leave theirs to it. */
  readonly forOneRun?: boolean | undefined
}

/** How the owner of a lease begins that ends with its run. */
export const oneRunPrefix = 'run-'

/** The lease of a fetcher that begins now. */
export function createLease(pool: Pool, clock: Clock, { leaseMs = 8000, forOneRun = false }: LeaseOptions = {}): Lease {
  const owner = `${forOneRun ? oneRunPrefix : ''}${randomUUID()}`
  let until = -Infinity
  return {
    owner,
    held: () => performance.now() < until,
    keep: async (signal, onOutage) => {
      while (!signal.aborted) {
        const asked = performance.now()
        try {
          const { rowCount } = await pool.query(holdLease, [owner, leaseMs])
          until = rowCount === 1 ? asked + leaseMs * 0.9 : -Infinity
        } catch (error) {
          onOutage(error)
        }
        await clock.sleep(performance.now() < until ? leaseMs / renewals : Math.min(1000, leaseMs / 8), signal)
      }
      until = -Infinity
      await pool.query(releaseLease, [owner]).catch(onOutage)
    },
  }
}
