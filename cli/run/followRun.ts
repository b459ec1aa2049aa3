/**
 * Follows a run to its end: what the fetch log says of it becomes lines, a bar and totals. A run ends when its state says so;
 * a database that does not answer is waited for, but not longer than a minute.
 */
import type { UnitFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import { messageOf } from '../../lib/errors.js'
import { failureKind } from '../../lib/projection/failure.js'
import { behind } from '../../lib/projection/wait.js'
import type { Runtime } from '../../lib/runtime.js'
import { countPendingProfiles } from '../../services/fetcher/estimate.js'
import type { PlannedUnit } from '../../services/fetcher/plan.js'
import { isKind, unitName } from '../../services/fetcher/unit.js'
import { chunkProgress, totalsLine, type Chunk, type Told, type Totals } from './chunkProgress.js'
import { DatabaseLost, RunRefused } from './errors.js'
import type { FetchLogReader } from './fetchLog.js'
import type { Screen } from './screen.js'

export interface FollowedRun {
  readonly id: string
  /** Id of the message that asked for it. */
  readonly message: string
  readonly kinds: readonly string[]
  readonly start: string
  readonly end: string
  readonly requestedAt: Date
}

export interface FollowOptions {
  readonly runtime: Runtime
  readonly run: FollowedRun
  readonly plan: readonly PlannedUnit[]
  readonly log: FetchLogReader
  readonly screen: Screen
  /** The command that goes on with it. */
  readonly again: string
  /** Aborted when the run is no longer to be followed. */
  readonly signal: AbortSignal
  /** How long a database may be silent, ms; default 60 s. */
  readonly patienceMs?: number
  /** Called now and then while the database answers. */
  readonly onLook?: () => Promise<void>
}

export interface Followed {
  /** done, failed, cancelled; paused or running where it was left. */
  readonly state: string
  readonly message: string | null
  readonly totals: Totals
}

const lookMs = 200
const profilesMs = 5000
const projectorMs = 60_000

interface RunRow {
  readonly state: string
  readonly message: string | null
}

async function stateOf(runtime: Runtime, run: FollowedRun): Promise<RunRow | null> {
  const { rows } = await runtime
    .pool('fetching')
    .query<RunRow>('SELECT state, message FROM runs WHERE id = $1', [run.id])
  return rows[0] ?? null
}

/** Follows a run until it ends or the signal is aborted. @throws RunRefused, DatabaseLost */
export async function followRun(options: FollowOptions): Promise<Followed> {
  const { runtime, run, plan, log, screen, again, signal } = options
  const { clock } = runtime
  const patience = options.patienceMs ?? 60_000
  const now = () => clock.now().getTime()
  const progress = chunkProgress({ start: run.start, end: run.end, plan: plan.map((one) => one.unit), at: now() })
  const planned = new Set(plan.map((one) => unitName(one.unit)))
  let rowsFollow = true
  let profilesAt = -Infinity
  let silentSince: number | null = null
  // A run that is taken up again is paused until that is obeyed.
  let told = 'paused'

  /** Waits for the projector, so that a month's rows can be counted; not for ever, where none runs. */
  async function projected(): Promise<boolean> {
    const ends = await runtime.log.ends([topics.results])
    for (const deadline = now() + projectorMs; now() < deadline && !signal.aborted;) {
      if ((await behind(runtime.pool('racing'), 'projector', ends)).length === 0) return true
      await clock.sleep(lookMs, signal)
    }
    return false
  }

  async function updatedLine(chunk: Chunk): Promise<string | null> {
    if (!run.kinds.includes('results') || !rowsFollow) return null
    rowsFollow = await projected()
    if (!rowsFollow) return signal.aborted ? null : 'The group projector is behind: rows follow when it runs.'
    const { rows } = await runtime
      .pool('racing')
      .query<{ runners: number }>(
        'SELECT count(*)::int AS runners FROM ra_race_results WHERE race_date BETWEEN $1 AND $2 AND updated_at >= $3',
        [chunk.start, chunk.end, run.requestedAt],
      )
    return `Updated ${rows[0]?.runners ?? 0} runners with results`
  }

  const line = (text: string) => {
    screen.line(text)
    runtime.logger.info({ run: run.id }, text)
  }

  async function say(what: Told): Promise<void> {
    if ('line' in what) line(what.line)
    else if ('error' in what) {
      screen.error(what.error)
      runtime.logger.error({ run: run.id }, `error: ${what.error}`)
    } else {
      const updated = await updatedLine(what.completed)
      if (updated !== null) line(updated)
      const { number } = what.completed
      line(
        what.failed === 0
          ? `Chunk ${number} completed successfully`
          : `Chunk ${number} completed with ${what.failed} failed unit${what.failed === 1 ? '' : 's'}`,
      )
    }
  }

  const concerns = (unit: UnitFetched) => unit.run_id === run.id || planned.has(unit.unit)

  async function readLog(): Promise<void> {
    for (let units = await log.next(); units.length > 0; units = await log.next())
      for (const unit of units) {
        if (unit.outcome === 'rejected') {
          if (unit.unit.endsWith(`:${run.message}`)) throw new RunRefused(run.id, unit.message ?? 'no reason was given')
        } else if (isKind(unit.kind) && concerns(unit)) {
          for (const what of progress.seen(unit, now())) await say(what)
          draw()
        }
      }
  }

  const draw = () => screen.bar((width) => progress.bar(now(), width))

  /** Profiles turn up while days are fetched and applied; they are part of what remains. */
  async function lookForProfiles(): Promise<void> {
    if (!run.kinds.includes('profiles') || now() - profilesAt < profilesMs) return
    profilesAt = now()
    const pending = await countPendingProfiles(runtime.pool('fetching'), run.requestedAt, runtime.now())
    progress.expect(Math.max(0, pending - plan.filter(({ unit }) => unit.kind === 'profiles').length))
  }

  async function look(): Promise<RunRow | null> {
    await options.onLook?.()
    // The state first: what the log holds by then is all that an ended run has brought.
    const state = await stateOf(runtime, run)
    await readLog()
    await lookForProfiles()
    return state
  }

  function tellState({ state }: RunRow): void {
    if (state === told) return
    if (state === 'paused') line(`Run ${run.id} is paused; \`darkhorses resume ${run.id}\` lets it go on.`)
    told = state
  }

  for (const what of progress.begin()) await say(what)
  let row: RunRow | null = null
  while (!signal.aborted) {
    try {
      row = await look()
      silentSince = null
      if (row !== null && ['done', 'failed', 'cancelled'].includes(row.state)) break
      if (row !== null) tellState(row)
      for (const what of progress.passed(now())) await say(what)
      draw()
    } catch (error) {
      if (failureKind(error) !== 'outage') throw error
      if (silentSince === null)
        screen.error(`the database does not answer (${messageOf(error)}); waiting for at most ${patience / 1000} s`)
      silentSince ??= now()
      if (now() - silentSince >= patience) throw new DatabaseLost(patience / 1000, again, error)
    }
    await clock.sleep(lookMs, signal)
  }
  const totals = progress.totals(now())
  if (row !== null && totals.done + totals.failed > 0) line(totalsLine(progress.totals(now())))
  return { state: row?.state ?? 'requested', message: row?.message ?? null, totals }
}
