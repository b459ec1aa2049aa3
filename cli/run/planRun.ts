/** A run from what was asked for on the command line: its plan, its message, and how it is taken up again. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { estimateRun, minutesOf, monthsOf, type Planned } from '../../services/fetcher/estimate.js'
import { openRunsNamed, type OpenRun } from '../../services/fetcher/openRuns.js'
import { pendingHorses, pendingUnits } from '../../services/fetcher/plan.js'
import { withDueReadings } from '../../services/fetcher/settling.js'
import { duration } from '../terminal.js'
import { unitName, type Kind } from '../../services/fetcher/unit.js'
import type { NothingToDo, PreparedRun } from './performRun.js'
import { freshId, type Asking } from './requests.js'

export interface RunRequest {
  /** What the run is called after: `backfill-all`, `sync`. */
  readonly name: string
  readonly kinds: readonly Kind[]
  readonly start: string
  readonly end: string
  readonly regions: readonly string[]
  readonly priority: 'live' | 'backfill' | 'profiles'
  readonly limit: number | null
  readonly oldestFirst: boolean
  /** Reference lists that were read today are good enough. */
  readonly freshLists?: true
  /** It begins earlier where results are due to be read again. */
  readonly dueReadings?: true
}

const listsRead = sqlFile(import.meta.url, './sql/listsRead.sql')

/** The request without the lists that need not be read again. */
async function withoutFreshLists(runtime: Runtime, request: RunRequest): Promise<RunRequest> {
  if (request.freshLists !== true) return request
  const { rows } = await runtime
    .pool('fetching')
    .query<{ unit: string }>(listsRead, [request.kinds, request.regions, runtime.clock.now()])
  return { ...request, kinds: request.kinds.filter((kind) => !rows.some((row) => row.unit === kind)) }
}

/** The request as it is at this moment: what is read already left out, what is due to be read again within its range. */
async function requestNow(runtime: Runtime, asked: RunRequest): Promise<RunRequest> {
  const request = await withoutFreshLists(runtime, asked)
  return request.dueReadings === true ? { ...request, start: await withDueReadings(runtime, request.start) } : request
}

/** The plan of a request, and its cost, at this moment. */
export async function planRequest(runtime: Runtime, asked: RunRequest): Promise<Planned> {
  const request = await requestNow(runtime, asked)
  const { kinds, start, end, regions, limit, oldestFirst } = request
  return estimateRun({
    pool: runtime.pool('fetching'),
    run: { id: '', kinds, start_date: start, end_date: end, regions, requested_at: runtime.clock.now() },
    today: runtime.today(),
    now: runtime.now(),
    rate: runtime.config.api.rate,
    limit,
    oldestFirst,
  })
}

/** Units are named where not all of the range is wanted, or not in the usual order; what is covered is never asked for. */
function messageOf(id: string, request: RunRequest, { plan }: Planned): Asking {
  const { kinds, start, end, regions, priority, limit, oldestFirst } = request
  const common = { id, command: 'start_run', start_date: start, end_date: end, regions: [...regions], priority }
  if (limit !== null) return { ...common, kinds: [], units: plan.map(({ unit }) => unitName(unit)) }
  if (!oldestFirst) return { ...common, kinds: [...kinds] }
  const units = plan.filter(({ unit }) => unit.kind !== 'profiles').map(({ unit }) => unitName(unit))
  return { ...common, kinds: [...kinds], units }
}

function introOf(id: string, request: RunRequest, { estimate }: Planned): string[] {
  const { units, covered, calls, rate, unseen_horses: unseen } = estimate
  const minutes = minutesOf(calls, rate)
  const months = monthsOf(request.start, request.end).length
  return [
    `Run ${id}: ${request.start} to ${request.end}, ${months} chunk${months === 1 ? '' : 's'}, ${request.kinds.join(', ')}`,
    `${units} units to fetch, ${covered} covered already${minutes === null ? '' : `, about ${duration(minutes * 60)}`}${unseen === 0 ? '' : `, and about ${unseen} profiles of horses seen first`}`,
  ]
}

/** A request, ready to be asked for. */
export async function prepareRequest(runtime: Runtime, asked: RunRequest): Promise<PreparedRun | NothingToDo> {
  const requestedAt = runtime.clock.now()
  const request = await requestNow(runtime, asked)
  const planned = await planRequest(runtime, request)
  const { estimate, plan } = planned
  if (plan.length === 0)
    return {
      nothing: `Nothing to fetch: ${estimate.covered} units are covered, ${sumOfImpossible(planned)} are not possible.`,
    }
  const id = freshId(request.name, requestedAt)
  return {
    run: { id, kinds: request.kinds, start: request.start, end: request.end },
    message: messageOf(id, request, planned),
    requestedAt,
    plan,
    intro: introOf(id, request, planned),
  }
}

const sumOfImpossible = ({ estimate }: Planned) => estimate.impossible.reduce((sum, one) => sum + one.units, 0)

/** The newest unfinished run of a name, where the range is the one asked for, if one was. */
export async function runToResume(
  runtime: Runtime,
  name: string,
  range: { readonly start: string | null; readonly end: string | null },
): Promise<OpenRun | null> {
  const open = await openRunsNamed(runtime.pool('fetching'), `${name}-`)
  return (
    open.find(
      (run) =>
        (range.start === null || range.start === run.start_date) && (range.end === null || range.end === run.end_date),
    ) ?? null
  )
}

/** A run taken up again. */
export async function prepareResume(runtime: Runtime, run: OpenRun): Promise<PreparedRun> {
  const pool = runtime.pool('fetching')
  const plan = [
    ...(await pendingUnits(pool, run, runtime.today(), null)),
    ...(await pendingHorses(pool, run, runtime.now(), null)),
  ]
  const kinds = run.kinds.length > 0 ? run.kinds : [...new Set(plan.map(({ unit }) => unit.kind))]
  return {
    run: { id: run.id, kinds, start: run.start_date, end: run.end_date },
    message:
      run.state === 'paused'
        ? { id: freshId(`resume-${run.id}`.slice(0, 150), runtime.clock.now()), command: 'resume_run', run_id: run.id }
        : null,
    requestedAt: run.requested_at,
    plan,
    intro: [`Run ${run.id} goes on: ${plan.length} units to fetch`],
  }
}
