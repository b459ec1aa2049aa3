/** What is wrong, or done, right now: read from Postgres and from the counters of this process. */
import { sqlFiles } from '../../../lib/db/sqlFile.js'
import type { Runtime } from '../../../lib/runtime.js'
import { bookSchemas, groupStates } from '../groupStates.js'
import type { Alert } from './alert.js'
import { errorShares, shareOf } from './errorShare.js'
import { stallWatch } from './stalls.js'
import { apiUses, databaseUses } from './uses.js'
import { thousands as n } from '../../../lib/thousands.js'

const statement = sqlFiles(import.meta.url)
const finishedRuns = statement('finishedRuns')
const waitingLetters = statement('waitingLetters')
const untold = statement('untold')
const newestOutcomes = statement('newestOutcomes')
const newestAnswer = statement('newestAnswer')
const callsSince = statement('callsSince')
const driftSql = statement('drift')

const minute = 60_000
const hour = 60 * minute
const mostSubjects = 1000
/** Fewer calls or uses than this say nothing about a share. */
const leastUses = 20
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const some = (names: readonly string[]) =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${n(names.length - 3)} more`

interface FinishedRun {
  readonly id: string
  readonly state: string
  readonly start_date: string
  readonly end_date: string
  readonly message: string | null
  readonly requested_at: Date
  readonly finished_at: Date
}

function runText(run: FinishedRun): string {
  const minutes = Math.max(1, Math.round((run.finished_at.getTime() - run.requested_at.getTime()) / minute))
  const how = run.state === 'done' ? 'is done' : `ended with failures${run.message === null ? '' : ` (${run.message})`}`
  return `Run ${run.id}, ${run.start_date} to ${run.end_date}, ${how} after ${n(minutes)} min.`
}

async function runsFinished(runtime: Runtime): Promise<Alert[]> {
  const { rows } = await runtime.pool('fetching').query<FinishedRun>(finishedRuns, [runtime.clock.now(), mostSubjects])
  const newest = rows.at(-1)
  if (newest === undefined) return []
  const texts = rows.slice(0, 5).map(runText)
  if (rows.length > 5) texts.push(`And ${n(rows.length - 5)} more.`)
  const ids = rows.map((run) => run.id)
  const text = `${texts.join(' ')} See \`darkhorses report ${rows[0]?.id ?? ''}\`.`
  return [{ kind: 'run finished', text, subject: some(ids), evidence: newest.finished_at, once: ids }]
}

async function lettersSetAside(runtime: Runtime): Promise<Alert[]> {
  interface Letter {
    name: string
    group: string
    cause: string
    failed_at: Date
  }
  const found = await Promise.all(
    bookSchemas.map(async (schema) => (await runtime.pool(schema).query<Letter>(waitingLetters, [mostSubjects])).rows),
  )
  const letters = found.flat()
  if (letters.length === 0) return []
  const { rows } = await runtime
    .pool('fetching')
    .query<{ name: string }>(untold, ['dead letter', letters.map((letter) => letter.name)])
  const names = new Set(rows.map((row) => row.name))
  const news = letters.filter((letter) => names.has(letter.name))
  const [example] = news
  if (example === undefined) return []
  const groups = [...new Set(news.map((letter) => letter.group))].sort()
  const many = news.length === 1 ? '1 event was' : `${n(news.length)} events were`
  return [
    {
      kind: 'dead letter',
      text: `${many} set aside by ${groups.join(', ')}, for example ${example.name}: ${example.cause}. See \`darkhorses dead-letters list\`.`,
      subject: example.name,
      evidence: example.failed_at,
      once: [...names],
    },
  ]
}

async function failuresInARow(runtime: Runtime): Promise<Alert[]> {
  const { rows } = await runtime
    .pool('fetching')
    .query<{ unit: string; outcome: string; message: string | null; fetched_at: Date }>(newestOutcomes, [3])
  const [newest] = rows
  if (newest === undefined || rows.length < 3 || rows.some((row) => row.outcome !== 'failed')) return []
  const units = rows.map((row) => row.unit).join(', ')
  return [
    {
      kind: 'failures in a row',
      text: `The newest 3 fetches failed: ${units}. The last one: ${newest.message ?? 'no reason given'}. See \`darkhorses errors\`.`,
      subject: units,
      evidence: newest.fetched_at,
    },
  ]
}

async function nothingNew(runtime: Runtime): Promise<Alert[]> {
  const { rows } = await runtime.pool('fetching').query<{ at: Date }>(newestAnswer)
  const at = rows[0]?.at
  if (at === undefined || runtime.clock.now().getTime() - at.getTime() < 24 * hour) return []
  return [
    {
      kind: 'nothing new',
      text: `Nothing was fetched since ${at.toISOString()}. Does the fetcher run? See \`darkhorses status\` and \`darkhorses check\`.`,
      subject: at.toISOString(),
      evidence: null,
    },
  ]
}

async function drifted(runtime: Runtime): Promise<Alert[]> {
  const { rows } = await runtime.pool('racing').query<{ table: string; rows: number; found_at: Date }>(driftSql)
  if (rows.length === 0) return []
  const tables = rows.map((row) => `${row.table} ${n(row.rows)}`)
  return [
    {
      kind: 'drift',
      text: `Published statistics differ from their facts, in rows: ${tables.join(', ')}. See \`darkhorses stats check\`, mend with \`darkhorses stats recalculate\`.`,
      subject: tables.join(', '),
      evidence: null,
    },
  ]
}

/** Looks again and again; remembers what shares and stalls need between two looks. */
export function createConditions(runtime: Runtime) {
  const { clock } = runtime
  const api = errorShares(10 * minute)
  const database = errorShares(5 * minute)
  const stalls = stallWatch(5 * minute)

  async function apiErrors(): Promise<Alert[]> {
    const now = clock.now()
    const own = api.add(now.getTime(), await apiUses(runtime.metrics))
    const { rows } = await runtime
      .pool('fetching')
      .query<{ ok: number; errors: number; newest: Date | null }>(callsSince, [new Date(now.getTime() - hour)])
    const share = Math.max(shareOf(own, leastUses), shareOf(rows[0] ?? { ok: 0, errors: 0 }, leastUses))
    if (share <= 0.1) return []
    const evidence = shareOf(own, leastUses) > 0.1 ? now : (rows[0]?.newest ?? null)
    const text = `${percent(share)} of the newest calls of The Racing API failed (more than 10 %). See \`darkhorses errors\`.`
    return [{ kind: 'API errors', text, subject: 'api', evidence }]
  }

  async function databaseErrors(): Promise<Alert[]> {
    const share = shareOf(database.add(clock.now().getTime(), await databaseUses(runtime.metrics)), leastUses)
    if (share <= 0.05) return []
    const text = `${percent(share)} of the uses of the database within 5 minutes failed (more than 5 %). See \`darkhorses check\` and the log.`
    return [{ kind: 'database errors', text, subject: 'database', evidence: clock.now() }]
  }

  async function groupsStalled(): Promise<Alert[]> {
    const found = stalls.look(await groupStates(runtime), clock.now().getTime())
    if (found.length === 0) return []
    const texts = found.map(
      ({ group, seconds, state, error }) =>
        `${group} (${state}${seconds === 0 ? '' : `, nothing applied for ${n(seconds)} s`}${error === null ? '' : `: ${error}`})`,
    )
    return [
      {
        kind: 'group stalled',
        text: `Events wait and are not applied by ${texts.join('; ')}. See \`darkhorses status\`.`,
        subject: found.map((one) => one.group).join(', '),
        evidence: null,
      },
    ]
  }

  return {
    /** Everything that holds now. Rejects where the database does not answer. */
    look: async (): Promise<Alert[]> => {
      const found: Alert[] = []
      // One after the other: nobody waits for them, and connections are for those who do.
      for (const of of [runsFinished, lettersSetAside, failuresInARow, nothingNew, drifted])
        found.push(...(await of(runtime)))
      for (const of of [apiErrors, databaseErrors, groupsStalled]) found.push(...(await of()))
      return found
    },
  }
}
