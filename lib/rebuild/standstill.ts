/**
 * A moment in which the live groups stand still and the new tables are exactly where they are. Their next batch waits for the
 * lock of the positions, which is the first thing a batch asks for, so it holds nothing that anybody else waits for.
 */
import type { PoolClient } from 'pg'
import { quoteName } from '../db/migrate.js'
import { SwapBlocked } from './errors.js'
import type { Filled } from './fill.js'
import { isLockTimeout } from './lockTables.js'
import type { RebuildPlan, RebuildTools } from './plan.js'
import { positionsIn } from './replays.js'

/** How long the live groups may be kept waiting at a time, in ms: at first, and when that was too short again and again. */
const [shortest, longest] = [2000, 20_000] as const
/** How long a moment is looked for, in ms. */
export const patience = 120_000

/**
 * Runs work on a transaction that holds the live positions, at equal positions. The transaction is committed afterwards,
 * unless work has ended it. Work that throws is rolled back. @throws SwapBlocked when no such moment comes
 */
export async function atStandstill<T>(
  options: { readonly plan: RebuildPlan; readonly tools: RebuildTools; readonly filled: Filled },
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const { plan, tools, filled } = options
  const { tables, replays } = filled
  const groups = plan.groups.map((one) => one.group)
  const deadline = tools.clock.now().getTime() + patience
  for (let tries = 0; ; tries += 1) {
    await filled.catchUp()
    const client = await tools.admin.connect()
    let broken: Error | undefined
    try {
      await client.query('BEGIN')
      const most = Math.min(longest, shortest * 2 ** tries)
      await client.query(`SET LOCAL lock_timeout = ${most}`)
      await client.query(`LOCK TABLE ${quoteName(plan.schema)}.projection_positions IN SHARE MODE`)
      replays.follow(await positionsIn(tables.live, groups))
      const until = tools.clock.now().getTime() + most
      for (let at = await replays.reached(); at.applied < at.wanted; at = await replays.reached()) {
        if (tools.clock.now().getTime() > until) break
        await Promise.race([tools.clock.sleep(20), replays.failed])
      }
      const { applied, wanted } = await replays.reached()
      if (applied === wanted) {
        const result = await work(client)
        await client.query('COMMIT')
        return result
      }
      await client.query('ROLLBACK')
    } catch (error) {
      await client.query('ROLLBACK').catch((lost: unknown) => (broken = lost instanceof Error ? lost : new Error()))
      if (!isLockTimeout(error)) throw error
      if (tools.clock.now().getTime() > deadline) throw new SwapBlocked(patience / 1000, [], error)
    } finally {
      client.release(broken)
    }
    if (tools.clock.now().getTime() > deadline) throw new SwapBlocked(patience / 1000, ['the live groups do not rest'])
    await tools.clock.sleep(200)
  }
}
