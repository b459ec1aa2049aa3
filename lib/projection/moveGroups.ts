/** The books of all groups from one log to its copy: positions, and the places of events. */
import type { Pool } from 'pg'
import { transaction } from '../db/transaction.js'
import { RacingError } from '../errors.js'
import type { EventLog, Position } from '../log/log.js'
import { recordPlaces } from './eventPlaces.js'
import { partitionName } from '../log/partitionName.js'

/** The groups cannot be moved as they are. */
export class GroupsNotMoved extends RacingError {
  readonly code = 'GROUPS_NOT_MOVED'
  readonly retriable = false
}

interface GroupPosition extends Position {
  readonly group: string
}

const ends = async (log: EventLog, topics: readonly string[]) =>
  new Map((await log.ends(topics)).map((end) => [partitionName(end), end.offset]))

/**
 * Moves every group whose books are in the schema of a pool from the end of one log to the end of its copy, in one transaction.
 * Returns the groups moved. Whoever consumes must have been stopped.
 * @throws GroupsNotMoved where a group has not applied everything, or a member of one still beats
 */
export async function moveGroups(pool: Pool, from: EventLog, to: EventLog): Promise<readonly string[]> {
  return transaction(pool, async (client) => {
    const { rows: positions } = await client.query<GroupPosition>(
      `SELECT group_name AS "group", topic, partition, next_offset AS "offset" FROM projection_positions
       ORDER BY group_name, topic, partition FOR UPDATE`,
    )
    const topics = [...new Set(positions.map((one) => one.topic))]
    if (topics.length === 0) return []
    const [oldEnds, newEnds] = [await ends(from, topics), await ends(to, topics)]
    const behind = positions.filter((one) => one.offset < (oldEnds.get(partitionName(one)) ?? 0n))
    if (behind.length > 0)
      throw new GroupsNotMoved(
        `Not everything in the ${from.kind} log is applied: ${behind.map((one) => `${one.group} is at ${partitionName(one)} ${one.offset} of ${oldEnds.get(partitionName(one))}`).join('; ')}. ` +
          'Start the services again until `darkhorses wait` returns, stop them, and copy what has come since.',
      )
    for (const { group, topic, partition } of positions)
      await client.query(
        'UPDATE projection_positions SET next_offset = $4, silent_before = 0 WHERE group_name = $1 AND topic = $2 AND partition = $3',
        [group, topic, partition, newEnds.get(partitionName({ topic, partition })) ?? 0n],
      )
    await client.query('DELETE FROM projection_ends')
    await client.query('DELETE FROM projection_waiting')
    const { rows: indexed } = await client.query<{ topic: string }>('SELECT DISTINCT topic FROM event_places')
    await client.query('DELETE FROM event_places')
    for (const { topic } of indexed) {
      for (const { partition } of await to.ends([topic])) {
        for (let offset = 0n; ;) {
          const events = await to.read({ topic, partition, from: offset, limit: 5000 })
          const last = events.at(-1)
          if (last === undefined) break
          await recordPlaces(client, { indexes: [topic] }, events)
          offset = last.offset + 1n
        }
      }
    }
    return [...new Set(positions.map((one) => one.group))]
  })
}
