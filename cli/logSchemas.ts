/** Which schemas the events of a log are written with, and how a table takes them under the ids they have. */
import type { Pool } from 'pg'
import { schemaFingerprint } from '../lib/events/copySchemas.js'
import { UnknownSchema } from '../lib/events/errors.js'
import type { SchemaRegistry } from '../lib/events/registry.js'
import { schemas } from '../lib/events/schemas.generated.js'
import type { EventLog } from '../lib/log/log.js'

export interface LogSchema {
  readonly id: number
  readonly subject: string
  readonly schema: string
}

/** All schemas of the embedded log. */
export async function logSchemas(pool: Pool): Promise<readonly LogSchema[]> {
  return (await pool.query<LogSchema>('SELECT id, subject, schema FROM schema_registry ORDER BY id, subject')).rows
}

/** The schemas that events of a log name, by reading it; ids that its registry does not know are left out, as nobody can read them. */
export async function usedSchemas(
  log: EventLog,
  registry: SchemaRegistry,
  topics: readonly string[] | undefined,
): Promise<readonly LogSchema[]> {
  const found = new Map<string, LogSchema>()
  const unknown = new Set<number>()
  for (const { topic, partitions } of await log.topics()) {
    if (topics !== undefined && !topics.includes(topic)) continue
    for (let partition = 0; partition < partitions; partition += 1) {
      for (let from = 0n; ;) {
        const events = await log.read({ topic, partition, from, limit: 2000, bytes: 4 * 1024 * 1024 })
        const last = events.at(-1)
        if (last === undefined) break
        from = last.offset + 1n
        for (const { value } of events) {
          if (value === null || value.length < 5 || value[0] !== 0) continue
          const id = value.readUInt32BE(1)
          const subject = `${topic}-value`
          if (unknown.has(id) || found.has(`${id} ${subject}`)) continue
          try {
            found.set(`${id} ${subject}`, { id, subject, schema: await registry.schemaOf(id) })
          } catch (error) {
            if (!(error instanceof UnknownSchema)) throw error
            unknown.add(id)
          }
        }
      }
    }
  }
  return [...found.values()]
}

/**
 * Writes a schema into the table under the id it has elsewhere; always possible where the id is free. Spelt as this program spells
 * it, where it knows it, so that events to come find it.
 */
export async function importSchema(pool: Pool, { id, subject, schema }: LogSchema): Promise<boolean> {
  const own = Object.values(schemas).find((one) => schemaFingerprint(one) === schemaFingerprint(schema))
  await pool.query(
    `INSERT INTO schema_registry (id, subject, version, schema)
     VALUES ($1, $2, (SELECT coalesce(max(version), 0) + 1 FROM schema_registry WHERE subject = $2), $3)`,
    [id, subject, own ?? schema],
  )
  return true
}
