/**
 * Performs one unit of a run: fetches it, and turns whatever happened into the report that is appended. Events are encoded as
 * soon as they are read: the objects of a day are ten times their bytes, and need not wait for the log beside those of other days.
 */
import { messageOf } from '../../lib/errors.js'
import type { Codec } from '../../lib/events/codec.js'
import type { ContentBytes } from '../../lib/events/contentHash.js'
import type { FactEvent } from '../../lib/events/events.js'
import type { Logger } from '../../lib/logger.js'
import { failureKind } from '../../lib/projection/failure.js'
import type { ApiClient } from './api/apiClient.js'
import type { EncodedFact, UnitReport } from './appendUnit.js'
import type { Priority } from './budget.js'
import { CallFailed, CredentialsRefused } from './errors.js'
import { fetchUnit, type FetchedUnit } from './fetchUnit.js'
import { historyRefused, isHistory, type HistoryAddOn } from './historyAddOn.js'
import type { PlannedUnit, Run } from './plan.js'
import { knownAnswer } from './range.js'
import { unitName } from './unit.js'

/** A unit and the run that asked for it. */
export interface Task extends PlannedUnit {
  readonly run: Run
}

export interface PerformOptions {
  readonly client: ApiClient
  readonly codec: Codec
  readonly historyAddOn: HistoryAddOn
  readonly logger: Logger
  /** Now, ms. */
  readonly now: () => number
  /** The London day. */
  readonly today: () => string
  /** Aborted when no further calls are to be made. */
  readonly signal: AbortSignal
}

type Performed = Omit<UnitReport, 'unit' | 'runId' | 'regions' | 'traceparent'>

/** How urgent the calls of a task are: profiles are the last whoever asks for them. */
export function priorityOf({ run, unit }: Task): Priority {
  return unit.kind === 'profiles' ? 'profiles' : run.priority
}

/**
 * Fetches the unit of a task. What the API refuses or does not give after all tries is a report too.
 * @throws CredentialsRefused, CallAbandoned, NotActive, an outage of our own parts
 */
export async function performUnit(task: Task, options: PerformOptions): Promise<UnitReport> {
  const { client, codec, historyAddOn, logger, now, signal } = options
  const { run, unit, regions } = task
  const without = (outcome: 'failed' | 'not_found' | 'not_in_plan', message: string): Performed => ({
    outcome,
    status: null,
    calls: 0,
    attempts: 0,
    message,
    at: now(),
    events: [],
  })

  const contents: ContentBytes = new Map()

  async function encode(events: readonly FactEvent[]): Promise<EncodedFact[]> {
    const { traceparent } = run
    const encoded = await codec.encodeMany(events, traceparent === null ? {} : { traceparent }, contents)
    return encoded.map((one, i) => ({ ...one, key: one.key ?? '', contentHash: events[i]?.content_hash ?? '' }))
  }

  async function fetch(): Promise<FetchedUnit> {
    const history = isHistory(unit, options.today())
    const fetched = await fetchUnit(unit, {
      client,
      regions,
      priority: priorityOf(task),
      runId: run.id,
      keep: contents,
      refusable: history,
      now,
      signal,
    })
    if (fetched.outcome !== 'not_in_plan') return fetched
    // Refused by plan means that newer things are answered; where they are not, the account itself is refused.
    const { calls } = await client.call({ path: '/courses/regions', priority: run.priority, attempts: 5, signal })
    return { ...fetched, calls: fetched.calls + calls }
  }

  async function perform(): Promise<Performed> {
    const known = knownAnswer(unit, options.today())
    if (known !== null) return without('not_found', known)
    try {
      const fetched = isHistory(unit, options.today())
        ? await historyAddOn.fetch(run.id, unit.kind, fetch)
        : await fetch()
      if (fetched === null) return without('not_in_plan', historyRefused)
      return { ...fetched, attempts: Math.max(1, fetched.calls), events: await encode(fetched.events) }
    } catch (error) {
      if (error instanceof CallFailed) {
        const { status, attempts } = error
        return { ...without('failed', error.message), status, calls: attempts, attempts }
      }
      if (error instanceof CredentialsRefused || signal.aborted || failureKind(error) === 'outage') throw error
      return without('failed', `${unitName(unit)} could not be read: ${messageOf(error)}`)
    }
  }

  historyAddOn.know(run.id, run.refused_kinds)
  const performed = await perform()
  if (performed.outcome === 'failed')
    logger.error({ unit: unitName(unit), run: run.id, reason: performed.message }, 'error: unit failed')
  // A unit is never fetched before it was asked for, whatever the clocks of two machines say: it would be asked for again.
  return {
    unit,
    runId: run.id,
    traceparent: run.traceparent,
    regions,
    ...performed,
    at: Math.max(performed.at, run.requested_at.getTime()),
  }
}
