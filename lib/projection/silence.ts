import type { PoolClient } from 'pg'
import type { StoredEvent } from '../log/log.js'

type Place = Pick<StoredEvent, 'topic' | 'partition' | 'offset'>

/** Tells of which events of a group the world was told before a rollback, so that nobody is told again. */
export async function silentPlaces(client: PoolClient, group: string): Promise<(event: Place) => boolean> {
  const { rows } = await client.query<{ topic: string; partition: number; silent_before: bigint }>(
    'SELECT topic, partition, silent_before FROM projection_positions WHERE group_name = $1 AND silent_before > 0',
    [group],
  )
  if (rows.length === 0) return () => false
  const before = new Map(rows.map((row) => [`${row.topic}/${row.partition}`, row.silent_before]))
  return ({ topic, partition, offset }) => offset < (before.get(`${topic}/${partition}`) ?? 0n)
}
