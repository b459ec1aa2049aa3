/**
 * What control messages do to the runs: pure, so that a batch of ten thousand costs one reading and one writing of the books.
 * A message is obeyed once per id; what cannot be accepted changes nothing and is answered with the reason.
 */
import type { ControlMessage } from '../../../lib/events/events.js'
import { traceparentOf, type PassedHeaders } from '../../../lib/events/traceContext.js'
import { knownAnswer, splitKinds } from '../range.js'
import { kinds, unitOfName } from '../unit.js'
import { priorityProblem, startProblem, unitsProblem } from './startRun.js'
import { unreadableReason } from './unreadable.js'

export type RunState = 'requested' | 'running' | 'paused' | 'cancelled' | 'done' | 'failed'

export interface BookedRun {
  readonly id: string
  readonly kinds: readonly string[]
  readonly start_date: string
  readonly end_date: string
  /** Lower case. */
  readonly regions: readonly string[]
  readonly priority: string
  readonly units: readonly string[] | null
  readonly state: RunState
  readonly message: string | null
  readonly requested_at: Date
  readonly finished_at: Date | null
  /** In the headers of everything that the run fetches. */
  readonly traceparent: string
}

export interface Obeyed {
  readonly command: string
  readonly at: Date
}

/** What a message is told: why it was refused, or that it was accepted before. */
export interface Answer {
  readonly outcome: 'rejected' | 'ok'
  readonly runId: string | null
  readonly message: string
}

/** What the messages of a batch are judged by. Changed by obeying. */
export interface ControlBooks {
  /** Runs that are named, by id. */
  readonly runs: Map<string, BookedRun>
  /** The messages that were obeyed, by id. */
  readonly obeyed: Map<string, Obeyed>
  /** Failed units of runs that are to be retried, by run. */
  readonly failedUnits: ReadonlyMap<string, readonly string[]>
  /** Runs that are not finished, in all. */
  unfinished: number
}

export interface ControlRules {
  /** The London day. */
  readonly today: string
  /** Lower case; what a run gets that names no regions. */
  readonly regions: readonly string[]
}

export interface Asked {
  readonly message: ControlMessage
  /** When the log took it, but never in the future of this machine: what is fetched from now on counts. */
  readonly at: Date
  /** What its headers pass on. */
  readonly headers: PassedHeaders
}

/** So many runs may wait or run at once; more is a mistake of whoever asks. */
export const mostUnfinished = 1000

const isOpen = (state: RunState) => state === 'requested' || state === 'running' || state === 'paused'

function setRun(books: ControlBooks, run: BookedRun): void {
  const before = books.runs.get(run.id)
  books.unfinished += Number(isOpen(run.state)) - Number(before !== undefined && isOpen(before.state))
  books.runs.set(run.id, run)
}

function newRun(books: ControlBooks, run: BookedRun): string | null {
  if (books.runs.has(run.id)) return `There is a run ${run.id} already; another one needs another id.`
  if (books.unfinished >= mostUnfinished)
    return `${books.unfinished} runs are not finished; cancel some, or ask for a longer range in one run.`
  setRun(books, run)
  return null
}

function start(books: ControlBooks, { message, at, headers }: Asked, rules: ControlRules): string | null {
  const problem = startProblem(message, rules.today)
  if (problem !== null) return problem
  const units = message.units !== null && message.units.length > 0 ? [...new Set(message.units)] : null
  return newRun(books, {
    id: message.run_id ?? message.id,
    kinds: [...new Set(splitKinds(message.kinds ?? (units === null ? kinds : [])).known)],
    start_date: message.start_date ?? rules.today,
    end_date: message.end_date ?? rules.today,
    regions: [...new Set((message.regions ?? rules.regions).map((region) => region.toLowerCase()))],
    priority: message.priority ?? 'backfill',
    units,
    state: 'requested',
    message: null,
    requested_at: at,
    finished_at: null,
    traceparent: headers.traceparent ?? traceparentOf('run', message.id),
  })
}

/** Units are retried in a run of their own, so that it can be watched, paused and cancelled as any other. */
function retry(books: ControlBooks, { message, at, headers }: Asked, rules: ControlRules): string | null {
  const of = message.run_id === null ? undefined : books.runs.get(message.run_id)
  if (message.run_id !== null && of === undefined) return `There is no run ${message.run_id}.`
  const failed = (message.run_id === null ? undefined : books.failedUnits.get(message.run_id)) ?? []
  // What can no longer be fetched under its name, such as today's results of yesterday, is left out.
  const fetchable = failed.filter((name) => {
    const unit = unitOfName(name)
    return unit !== null && knownAnswer(unit, rules.today) === null
  })
  const units = [...new Set([...(message.units ?? []), ...fetchable])]
  if (units.length === 0)
    return message.run_id === null ? 'No unit is named.' : `Run ${message.run_id} has no failed units.`
  const problem =
    unitsProblem(units, rules.today) ?? (message.priority === null ? null : priorityProblem(message.priority))
  if (problem !== null) return problem
  const dates = units.flatMap((name) => {
    const unit = unitOfName(name)
    return unit !== null && 'date' in unit ? [unit.date] : []
  })
  dates.sort()
  return newRun(books, {
    id: message.id,
    kinds: [],
    start_date: dates[0] ?? rules.today,
    end_date: dates.at(-1) ?? rules.today,
    regions: of?.regions ?? (message.regions ?? rules.regions).map((region) => region.toLowerCase()),
    priority: message.priority ?? 'backfill',
    units,
    state: 'requested',
    message: null,
    requested_at: at,
    finished_at: null,
    traceparent: headers.traceparent ?? traceparentOf('run', message.id),
  })
}

const transitions = {
  pause_run: { to: 'paused', from: ['requested', 'running'] },
  resume_run: { to: 'requested', from: ['paused'] },
  cancel_run: { to: 'cancelled', from: ['requested', 'running', 'paused'] },
} as const satisfies Record<string, { to: RunState; from: readonly RunState[] }>

function steer(books: ControlBooks, { message, at }: Asked, command: keyof typeof transitions): string | null {
  const id = message.run_id ?? message.id
  const run = books.runs.get(id)
  if (run === undefined) return `There is no run ${id}.`
  const { to, from } = transitions[command]
  // Already so, or under way: nothing to do, which is no error.
  if (run.state === to || (command === 'resume_run' && run.state === 'running')) return null
  if (!(from as readonly RunState[]).includes(run.state))
    return `Run ${id} is ${run.state} and cannot be ${{ paused: 'paused', requested: 'resumed', cancelled: 'cancelled' }[to]}.`
  setRun(books, { ...run, state: to, finished_at: to === 'cancelled' ? at : null })
  return null
}

function prioritise(books: ControlBooks, { message }: Asked): string | null {
  const id = message.run_id ?? message.id
  const run = books.runs.get(id)
  if (run === undefined) return `There is no run ${id}.`
  const problem = priorityProblem(message.priority)
  if (problem !== null) return problem
  setRun(books, { ...run, priority: message.priority ?? run.priority })
  return null
}

/** For other groups, which read the same topic and answer for themselves. */
const ofOthers = ['recalculate', 'reset_statistics', 'rebuild']

/** What a repeated message says about its run that the run is not. */
function contradiction(books: ControlBooks, message: ControlMessage): string | null {
  const run = books.runs.get(message.run_id ?? message.id)
  if (message.command !== 'start_run' || run === undefined) return null
  const same = (some: readonly string[] | null, others: readonly string[] | null) =>
    some === null || [...new Set(some)].sort().join() === [...(others ?? [])].sort().join()
  if ((message.start_date ?? run.start_date) !== run.start_date || (message.end_date ?? run.end_date) !== run.end_date)
    return `run ${run.id} is of ${run.start_date} to ${run.end_date}`
  if (!same(message.kinds, run.kinds)) return `run ${run.id} fetches ${run.kinds.join(', ')}`
  const regions = message.regions?.map((region) => region.toLowerCase()) ?? null
  return same(regions, run.regions) ? null : `run ${run.id} is of ${run.regions.join(', ')}`
}

/** The answer to a message whose id was obeyed before: the same message again is no mistake, another one under its id is. */
function answerAgain(books: ControlBooks, message: ControlMessage, before: Obeyed): Answer {
  const runId = message.run_id ?? message.id
  const when = `A message with the id ${message.id} was obeyed already (${before.at.toISOString()})`
  const other = before.command === message.command ? contradiction(books, message) : `it was ${before.command}`
  if (other !== null)
    return { outcome: 'rejected', runId: message.run_id, message: `${when} and ${other}; another message needs another id.` } // prettier-ignore
  const run = books.runs.get(runId)
  const state = run === undefined ? '' : ` Run ${runId} is ${run.state}.`
  return { outcome: 'ok', runId, message: `${when}; nothing was done again.${state}` }
}

/** Obeys one message. Returns what it is told; null where what it does is the answer. */
export function obey(books: ControlBooks, asked: Asked, rules: ControlRules): Answer | null {
  const { message, at } = asked
  const refused = (reason: string): Answer => ({ outcome: 'rejected', runId: message.run_id, message: reason })
  const unreadable = unreadableReason(message)
  if (unreadable !== null) return refused(unreadable)
  if (ofOthers.includes(message.command)) return null
  if (!/^[^\p{C}]{1,200}$/u.test(message.id)) return refused('An id has 1 to 200 printable characters.')
  const before = books.obeyed.get(message.id)
  if (before !== undefined) return answerAgain(books, message, before)
  const problem = command(books, asked, rules)
  if (problem !== null) return refused(problem)
  books.obeyed.set(message.id, { command: message.command, at })
  return null
}

function command(books: ControlBooks, asked: Asked, rules: ControlRules): string | null {
  switch (asked.message.command) {
    case 'start_run':
      return start(books, asked, rules)
    case 'pause_run':
    case 'resume_run':
    case 'cancel_run':
      return steer(books, asked, asked.message.command)
    case 'prioritise_run':
    case 'prioritize_run':
      return prioritise(books, asked)
    case 'retry_units':
      return retry(books, asked, rules)
    default:
      return `There is no command ${asked.message.command}.`
  }
}
