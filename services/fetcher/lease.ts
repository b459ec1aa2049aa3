import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'

const holdLease = sqlFile(import.meta.url, './sql/holdLease.sql')

export interface Lease {
  /** Takes or renews the lease; false while another fetcher holds it. */
  hold(): Promise<boolean>
  release(): Promise<void>
}

/** The lease of the one active fetcher: silent for `leaseMs`, it passes to another. */
export function createLease(pool: Pool, leaseMs = 10_000): Lease {
  const owner = randomUUID()
  return {
    hold: async () => (await pool.query(holdLease, [owner, leaseMs])).rowCount === 1,
    release: async () => {
      await pool.query('UPDATE fetcher_lease SET owner = NULL WHERE owner = $1', [owner])
    },
  }
}
