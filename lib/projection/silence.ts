import type { PoolClient } from 'pg'
import { prepared } from '../db/prepared.js'
import { sqlFile } from '../db/sqlFile.js'
import type { StoredEvent } from '../log/log.js'
import { partitionName } from '../log/partitionName.js'

const statement = sqlFile(import.meta.url, './sql/silentPlaces.sql')

type Place = Pick<StoredEvent, 'topic' | 'partition' | 'offset'>

/** Tells of which events of a group the world was told before a rollback, so that nobody is told again. */
export async function silentPlaces(client: PoolClient, group: string): Promise<(event: Place) => boolean> {
  const { rows } = await client.query<{ topic: string; partition: number; silent_before: bigint }>(
    prepared(statement, [group]),
  )
  if (rows.length === 0) return () => false
  const before = new Map(rows.map((row) => [partitionName(row), row.silent_before]))
  return (event) => event.offset < (before.get(partitionName(event)) ?? 0n)
}
