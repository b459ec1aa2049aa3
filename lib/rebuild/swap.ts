/** Comparing, swapping, going back, and letting go. */
import pg, { type PoolClient } from 'pg'
import { migrate, quoteName } from '../db/migrate.js'
import { transaction } from '../db/transaction.js'
import { alone, newestIn, openOne, schemaExists, setState, type RebuildRow } from './books.js'
import { diffSchemas, publicPrefix, unexpected, type Expectation, type TableDiff } from './diff.js'
import { RebuildRefused, SwapBlocked } from './errors.js'
import { exchange } from './exchange.js'
import type { Filled } from './fill.js'
import { openHolders, type LockHolders } from './lockTables.js'
import { dropNext } from './nextSchema.js'
import { nextOf, oldOf, type RebuildPlan, type RebuildTools } from './plan.js'
import { atStandstill, patience } from './standstill.js'

interface Work {
  readonly plan: RebuildPlan
  readonly tools: RebuildTools
  readonly filled: Filled
}

/** An event that the new code could not apply and the live one could. */
export interface BadEvent {
  readonly group: string
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
  readonly key: string | null
  readonly message: string
}

const goneOf = (schema: string) => `${schema}_gone`

/** Connections that compare tables: a core each of two. */
const readers = 2

/**
 * Differences between live and new tables at equal positions. The live groups wait for the moment of the snapshot only.
 * @throws SwapBlocked when no such moment comes
 */
export async function compare(work: Work, samples = 5): Promise<TableDiff[]> {
  const { plan, tools } = work
  const pool = tools.open(nextOf(plan.schema), readers)
  const clients: PoolClient[] = []
  try {
    const first = await pool.connect()
    clients.push(first)
    while (clients.length < readers) clients.push(await pool.connect())
    const snapshot = await atStandstill(work, async () => {
      await first.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      return (await first.query<{ name: string }>('SELECT pg_export_snapshot() AS name')).rows[0]?.name ?? ''
    })
    for (const other of clients.slice(1)) {
      await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
      await other.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(snapshot)}`)
    }
    return await diffSchemas(clients, { old: plan.schema, next: nextOf(plan.schema) }, { samples })
  } finally {
    // They are closed, and what they have open ends with them.
    for (const client of clients) client.release(true)
    await pool.end()
  }
}

/** Events that wait as dead letters in the new books and not in the live ones. */
export async function newDeadLetters({ plan, tools }: Pick<Work, 'plan' | 'tools'>): Promise<BadEvent[]> {
  const { rows } = await tools.admin.query<BadEvent>(
    `SELECT n.group_name AS "group", n.topic, n.partition, n."offset", n.key, n.error_message AS message
     FROM ${quoteName(nextOf(plan.schema))}.dead_letters n
     WHERE n.resolved_at IS NULL AND NOT EXISTS (
       SELECT FROM ${quoteName(plan.schema)}.dead_letters o WHERE o.resolved_at IS NULL
         AND (o.group_name, o.topic, o.partition, o."offset") = (n.group_name, n.topic, n.partition, n."offset"))
     ORDER BY 1, 2, 3, 4`,
  )
  return rows
}

/** What keeps a rebuild from being swapped in: bad events, and differences that were not expected. */
export function reasonsAgainst(bad: readonly BadEvent[], diffs: readonly TableDiff[], expected: Expectation): string[] {
  return [
    ...bad.map(
      (one) =>
        `${one.group} cannot apply ${one.topic}/${one.partition} offset ${one.offset} (${one.key ?? 'no key'}): ${one.message}`,
    ),
    ...unexpected(diffs, expected),
  ]
}

/** Work with a connection for each table that people read, which let go of their locks at its end. */
async function withHolders<T>(
  plan: RebuildPlan,
  tools: RebuildTools,
  work: (holders: LockHolders) => Promise<T>,
): Promise<T> {
  const { rowCount } = await tools.admin.query(
    'SELECT FROM pg_tables WHERE schemaname = $1 AND starts_with(tablename, $2)',
    [plan.schema, publicPrefix],
  )
  const count = rowCount ?? 0
  const holders = await openHolders(tools.open('public', count + 1), count, tools.clock)
  try {
    return await work(holders)
  } finally {
    await holders.close()
  }
}

/**
 * Swaps the new tables in. Readers see all old or all new; the live groups go on from the same positions. The old tables stay
 * for a rollback, those of the swap before this one go.
 * @throws RebuildRefused when an event is set aside that the live tables have, SwapBlocked, SwapObstructed
 */
export async function swapIn(work: Work): Promise<void> {
  const { plan, tools } = work
  const { admin } = tools
  const bad = await newDeadLetters(work)
  if (bad.length > 0) throw new RebuildRefused(`Not swapped: ${reasonsAgainst(bad, [], null).join('; ')}.`)
  await admin.query(`DROP SCHEMA IF EXISTS ${quoteName(goneOf(plan.schema))} CASCADE`)
  await withHolders(plan, tools, (holders) => swapWith(work, holders))
  await admin.query(`DROP SCHEMA IF EXISTS ${quoteName(goneOf(plan.schema))} CASCADE`)
}

/** Tries to swap until the tables are to be had. */
async function swapWith({ plan, tools, filled }: Work, holders: LockHolders): Promise<void> {
  const { clock } = tools
  const deadline = clock.now().getTime() + patience
  for (let tries = 0; ; tries += 1) {
    try {
      await atStandstill({ plan, tools, filled }, async (client) => {
        if (await schemaExists(client, oldOf(plan.schema)))
          await client.query(
            `ALTER SCHEMA ${quoteName(oldOf(plan.schema))} RENAME TO ${quoteName(goneOf(plan.schema))}`,
          )
        // Its own connections must not keep the tables busy.
        await filled.replays.rest()
        await client.query('SET LOCAL lock_timeout = 0')
        await exchange(client, {
          live: plan.schema,
          incoming: nextOf(plan.schema),
          outgoing: oldOf(plan.schema),
          groups: plan.groups.map((one) => one.group),
          moved: plan.moved,
          patienceMs: Math.min(10_000, 2000 * 2 ** tries),
          holders,
        })
        const before = await newestIn(client, ['swapped'])
        if (before !== undefined)
          await setState(client, before.id, 'forgotten', clock.now(), 'A later rebuild was swapped in.')
        await setState(client, filled.row.id, 'swapped', clock.now())
      })
      break
    } catch (error) {
      if (!(error instanceof SwapBlocked) || clock.now().getTime() > deadline) throw error
      // The live groups have waited long enough: they go on before the next attempt.
      await holders.letGo()
      filled.replays.wake()
      await clock.sleep(500)
    }
  }
}

/** Goes back to the tables before the last swap; the groups go on from the positions of those. Returns the rebuild. */
export async function rollBack(plan: RebuildPlan, tools: RebuildTools): Promise<RebuildRow> {
  const { admin, clock } = tools
  return alone(admin, async () => {
    const row = await newestIn(admin, ['swapped'])
    if (row === undefined || !(await schemaExists(admin, oldOf(plan.schema))))
      throw new RebuildRefused('There is nothing to go back to: no swap, or its old tables were forgotten.')
    const open = await newestIn(admin, ['filling', 'filled'])
    if (open !== undefined) await setState(admin, open.id, 'dropped', clock.now(), 'Dropped by a rollback.')
    await dropNext(admin, plan.schema)
    // Migrations that came after the swap; none as a rule.
    await migrate(admin, oldOf(plan.schema), plan.sets)
    await withHolders(plan, tools, (holders) =>
      transaction(admin, async (client) => {
        await exchange(client, {
          live: plan.schema,
          incoming: oldOf(plan.schema),
          outgoing: nextOf(plan.schema),
          groups: plan.groups.map((one) => one.group),
          moved: plan.moved,
          patienceMs: 30_000,
          holders,
        })
        await setState(client, row.id, 'rolled back', clock.now())
      }),
    )
    return row
  })
}

/** Lets the old tables of the last swap go; after that there is no way back. Returns the rebuild. */
export async function forget(plan: RebuildPlan, tools: RebuildTools): Promise<RebuildRow> {
  return alone(tools.admin, async () => {
    const row = await newestIn(tools.admin, ['swapped'])
    if (row === undefined) throw new RebuildRefused('There is no swap whose old tables could be forgotten.')
    await tools.admin.query(`DROP SCHEMA IF EXISTS ${quoteName(oldOf(plan.schema))} CASCADE`)
    await setState(tools.admin, row.id, 'forgotten', tools.clock.now())
    return row
  })
}

/** Drops the open rebuild with its tables, or the tables of one that was rolled back. Returns the rebuild. */
export async function drop(plan: RebuildPlan, tools: RebuildTools): Promise<RebuildRow> {
  return alone(tools.admin, async () => {
    const left = (await newestIn(tools.admin, ['filling', 'filled'])) ?? (await newestIn(tools.admin, ['rolled back']))
    const row = left ?? (await openOne(tools.admin))
    await dropNext(tools.admin, plan.schema)
    await setState(tools.admin, row.id, 'dropped', tools.clock.now())
    return row
  })
}
