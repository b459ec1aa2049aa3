import type { Pool } from 'pg'
import type { Clock } from '../clock.js'
import type { Position } from '../log/log.js'
import { partitionName } from '../log/partitionName.js'
import { WaitTimedOut } from './errors.js'

/** What a group has not applied yet: its stored position and the position waited for. */
export interface Behind extends Position {
  readonly group: string
  readonly applied: bigint
}

/** Which of the given positions (next offsets) a group has not reached. */
export async function behind(pool: Pool, group: string, positions: readonly Position[]): Promise<Behind[]> {
  const { rows } = await pool.query<Position>(
    'SELECT topic, partition, next_offset AS "offset" FROM projection_positions WHERE group_name = $1',
    [group],
  )
  const applied = new Map(rows.map((row) => [partitionName(row), row.offset]))
  return positions
    .map((position) => ({ ...position, group, applied: applied.get(partitionName(position)) ?? 0n }))
    .filter((position) => position.applied < position.offset)
}

/**
 * Waits until a group has applied everything before the given positions.
 * @throws WaitTimedOut with what is behind.
 */
export async function waitFor(options: {
  pool: Pool
  group: string
  positions: readonly Position[]
  timeoutMs: number
  clock: Clock
  signal?: AbortSignal
}): Promise<void> {
  const deadline = options.clock.now().getTime() + options.timeoutMs
  for (;;) {
    const missing = await behind(options.pool, options.group, options.positions)
    if (missing.length === 0 || options.signal?.aborted) return
    if (options.clock.now().getTime() >= deadline) {
      throw new WaitTimedOut(
        missing.map((one) => `${one.group} ${partitionName(one)} at ${one.applied} of ${one.offset}`),
      )
    }
    await options.clock.sleep(50, options.signal)
  }
}
