import type { Pool } from 'pg'
import { sqlFile } from '../db/sqlFile.js'
import { CopyRefused, type CopiedTo, type CopyNotes } from './copyLog.js'

const saveCopy = sqlFile(import.meta.url, './sql/saveCopy.sql')

/**
 * The notes of a copy in one direction, in Postgres (schema `log`). While `work` runs nobody else copies.
 * @throws CopyRefused when somebody does
 */
export async function withCopyNotes<T>(
  pool: Pool,
  direction: string,
  work: (notes: CopyNotes) => Promise<T>,
): Promise<T> {
  const holder = await pool.connect()
  try {
    const { rows } = await holder.query<{ locked: boolean }>(
      "SELECT pg_try_advisory_lock(hashtext('darkhorses.log.copy')) AS locked",
    )
    if (rows[0]?.locked !== true)
      throw new CopyRefused('Another copy of the log is running: wait for its end, or stop it.')
    return await work({
      load: async () =>
        (
          await pool.query<CopiedTo>(
            'SELECT topic, partition, source_next AS source, target_next AS target FROM log_copies WHERE direction = $1',
            [direction],
          )
        ).rows,
      save: async ({ topic, partition, source, target }) => {
        await pool.query(saveCopy, [direction, topic, partition, source, target])
      },
    })
  } finally {
    // The lock goes with the connection.
    holder.release(true)
  }
}
