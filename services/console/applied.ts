/** Whether everything that was asked for and fetched is applied, and what is missing. */
import { topics } from '../../lib/events/topics.js'
import { behind } from '../../lib/projection/wait.js'
import type { Runtime } from '../../lib/runtime.js'
import { partitionName } from '../../lib/log/partitionName.js'

/** The groups of the system, the schema their books are in, and the topics they read. */
export const groups = [
  { group: 'fetcher', schema: 'fetching', topics: [topics.control, topics.fetchLog] },
  { group: 'projector', schema: 'racing', topics: [topics.racecards, topics.results] },
  {
    group: 'entities',
    schema: 'racing',
    topics: [topics.racecards, topics.results, topics.horseProfiles, topics.reference],
  },
  { group: 'stats', schema: 'racing', topics: [topics.racecards, topics.results, topics.horseProfiles] },
] as const

/** What is not applied yet, group by group, and statistics whose publication is pending; empty when everything is. */
export async function unapplied(
  runtime: Runtime,
  names: readonly string[] = groups.map((one) => one.group),
): Promise<string[]> {
  const missing: string[] = []
  for (const one of groups.filter(({ group }) => names.includes(group))) {
    const late = await behind(runtime.pool(one.schema), one.group, await runtime.log.ends(one.topics))
    missing.push(
      ...late.map((position) => `${one.group} ${partitionName(position)} at ${position.applied} of ${position.offset}`),
    )
  }
  const racing = runtime.pool('racing')
  const { rows } = await racing.query<{ pending: boolean; outbox: boolean }>(
    `SELECT coalesce((SELECT publication_pending FROM stats_clock), false) AS pending, EXISTS (SELECT FROM outbox) AS outbox`,
  )
  if (names.includes('stats') && rows[0]?.pending === true)
    missing.push('stats: published rows are being set from replayed facts')
  if (names.includes('projector') && rows[0]?.outbox === true) missing.push('projector: its outbox is not empty')
  return missing
}

/** Runs that are not finished: `wait` waits for them where no group is named. */
export async function unfinishedRuns(runtime: Runtime): Promise<string[]> {
  const { rows } = await runtime
    .pool('fetching')
    .query<{ id: string; state: string }>("SELECT id, state FROM runs WHERE state IN ('requested', 'running')")
  return rows.map((run) => `run ${run.id} is ${run.state}`)
}

/** Waits until everything is applied and, where no group is named, no run is pending; returns what is missing at the end. */
export async function waitUntilApplied(
  runtime: Runtime,
  options: {
    readonly groups?: readonly string[] | undefined
    readonly timeoutMs: number
    readonly signal?: AbortSignal
  },
): Promise<string[]> {
  const deadline = runtime.clock.now().getTime() + options.timeoutMs
  for (;;) {
    const missing = await unapplied(runtime, options.groups)
    if (options.groups === undefined) missing.push(...(await unfinishedRuns(runtime)))
    if (missing.length === 0 || runtime.clock.now().getTime() >= deadline || options.signal?.aborted === true)
      return missing
    await runtime.clock.sleep(100, options.signal)
  }
}
