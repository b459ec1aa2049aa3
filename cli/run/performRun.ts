/**
 * A run in the foreground, from the request to the rows: it is asked for on the control topic like any other, followed, paused
 * at Ctrl+C, and is over when every group has applied what it brought.
 */
import type { Config } from '../../lib/config.js'
import { topics } from '../../lib/events/topics.js'
import { waitFor } from '../../lib/projection/wait.js'
import type { Runtime } from '../../lib/runtime.js'
import { groups, waitUntilApplied } from '../../services/console/applied.js'
import type { PlannedUnit } from '../../services/fetcher/plan.js'
import { forgetOwn } from '../background.js'
import { printJson } from '../output.js'
import { summaryOf } from '../settled.js'
import { stopSignal } from '../stopSignal.js'
import { followFetchLog } from './fetchLog.js'
import { followRun, type Followed, type FollowedRun } from './followRun.js'
import { ask, freshId, type Asking } from './requests.js'
import { openRunSystem, whoFetches, type RunSystem, type SystemOptions } from './runSystem.js'
import { createScreen, type Screen } from './screen.js'

/** What to ask for, and what it will fetch. */
export interface PreparedRun {
  readonly run: Omit<FollowedRun, 'message' | 'requestedAt'>
  /** Null: the run has been asked for already. */
  readonly message: Asking | null
  readonly requestedAt: Date
  readonly plan: readonly PlannedUnit[]
  /** What is said before it begins. */
  readonly intro: readonly string[]
}

/** Why there is nothing to do. */
export interface NothingToDo {
  readonly nothing: string
}

export interface PerformOptions {
  readonly config: Config
  readonly system: SystemOptions
  readonly prepare: (runtime: Runtime) => Promise<PreparedRun | NothingToDo>
  /** The command that goes on with a run. */
  readonly again: string
  readonly json: boolean
  /** How long a database may be silent, ms; default 60 s. */
  readonly patienceMs?: number
}

/** A group that applies what is left takes a while at most where it runs elsewhere, ms. */
const othersMs = 60_000
/** How long an interrupted run waits for its pause to be obeyed, ms. */
const pauseMs = 4000

/** Everything is applied that is in the log; here for as long as it takes, elsewhere for a while. */
async function rowsAreThere(system: RunSystem, screen: Screen, signal: AbortSignal): Promise<void> {
  const missing = await waitUntilApplied(system.runtime, {
    groups: groups.map((one) => one.group),
    timeoutMs: system.own() ? 24 * 3600_000 : othersMs,
    signal,
  })
  if (missing.length > 0 && !signal.aborted)
    screen.line(`Fetched, but not applied yet: ${missing.join('; ')}. See \`darkhorses wait\`.`)
}

async function pause(system: RunSystem, runId: string): Promise<void> {
  const { runtime } = system
  await ask(runtime, {
    id: freshId(`pause-${runId}`.slice(0, 150), runtime.clock.now()),
    command: 'pause_run',
    run_id: runId,
  })
  const isPaused = async () => {
    const { rows } = await runtime
      .pool('fetching')
      .query<{ state: string }>('SELECT state FROM runs WHERE id = $1', [runId])
    return rows[0] !== undefined && !['requested', 'running'].includes(rows[0].state)
  }
  const deadline = runtime.clock.now().getTime() + pauseMs
  while (!(await isPaused()) && runtime.clock.now().getTime() < deadline) await runtime.clock.sleep(50)
  // The fetcher waits for the calls in flight and records them.
  await system.fetcher()?.stop()
}

/** A fetcher elsewhere that has gone is replaced by one here, where the API can be called from here. */
function takeOver(system: RunSystem, screen: Screen): () => Promise<void> {
  const { runtime } = system
  let lookAt = -Infinity
  let told = false
  return async () => {
    const now = runtime.clock.now().getTime()
    if (system.own() || now - lookAt < 3000) return
    lookAt = now
    if ((await whoFetches((sql) => runtime.pool('fetching').query(sql))) !== null) {
      told = false
      return
    }
    // A service without credentials had a simulator of its own, and nobody knows here what it served.
    if (system.attached === 'run' || runtime.config.hasCredentials) {
      screen.line('The fetcher that was active has gone: going on here.')
      await system.startServices()
    } else if (!told) {
      told = true
      screen.error('the fetcher that was active has gone: start it again, or end this with Ctrl+C and resume it.')
    }
  }
}

function conclude(followed: Followed, runId: string, screen: Screen): number {
  if (followed.state === 'done') return 0
  const reason =
    followed.state === 'failed'
      ? `ended with ${followed.message ?? 'failed units'}; see them with \`darkhorses errors\`, retry them with \`darkhorses retry ${runId}\``
      : `is ${followed.state}`
  screen.error(`the run ${runId} ${reason}.`)
  return 1
}

interface Perform extends PerformOptions {
  readonly screen: Screen
  readonly stopping: AbortSignal
}

async function follow(system: RunSystem, options: Perform): Promise<number> {
  const { runtime } = system
  const { screen, stopping, again, json } = options
  const began = performance.now()
  if (system.own())
    await waitFor({
      pool: runtime.pool('fetching'),
      group: 'fetcher',
      positions: await runtime.log.ends([topics.control, topics.fetchLog]),
      timeoutMs: 24 * 3600_000,
      clock: runtime.clock,
      signal: stopping,
    })
  if (stopping.aborted) return 130
  const prepared = await options.prepare(runtime)
  if ('nothing' in prepared) {
    screen.line(prepared.nothing)
    if (json) printJson({ run: null, state: 'done', message: prepared.nothing })
    if (system.own()) await rowsAreThere(system, screen, stopping)
    return 0
  }
  const { plan, message, requestedAt } = prepared
  const log = await followFetchLog(runtime)
  if (message !== null) await ask(runtime, message)
  const run = { ...prepared.run, message: message?.id ?? prepared.run.id, requestedAt }
  for (const line of prepared.intro) screen.line(line)
  const followed = await followRun({
    runtime,
    run,
    plan,
    log,
    screen,
    again,
    signal: stopping,
    onLook: takeOver(system, screen),
    ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
  })
  if (!stopping.aborted) await rowsAreThere(system, screen, stopping)
  const seconds = (performance.now() - began) / 1000
  if (json)
    printJson({
      run: run.id,
      state: stopping.aborted ? 'paused' : followed.state,
      message: followed.message,
      seconds,
      ...followed.totals,
    })
  if (stopping.aborted) {
    await pause(system, run.id)
    screen.line(`Run ${run.id} is paused: go on with \`${again}\`.`)
    return 130
  }
  if (!json) for (const line of (await summaryOf(runtime, seconds)).split('\n').slice(1, -1)) screen.line(line)
  return conclude(followed, run.id, screen)
}

/** Performs a run; resolves with the exit code. @throws what ends it early, such as CredentialsRefused and DatabaseLost */
export async function performRun(options: PerformOptions): Promise<number> {
  const screen = createScreen({ quietStdout: options.json })
  const stopping = stopSignal()
  const system = await openRunSystem(options.config, options.system, (line) => screen.line(line))
  try {
    if (system.attached === null) await system.startServices()
    else screen.line('A fetcher is active: the run is left to it and followed here.')
    return await Promise.race([follow(system, { ...options, screen, stopping }), system.failure])
  } finally {
    screen.close()
    await endInTime(system)
    await forgetOwn(options.config.home)
  }
}

/** Ends everything; what hangs on a database that is gone does not hold the command up. */
async function endInTime(system: RunSystem): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), 15_000)))
  const ended = await Promise.race([system.close().catch(() => 'failed' as const), late])
  clearTimeout(timer)
  // The exit code is set by whoever called; nothing that is still open is waited for.
  if (ended !== undefined) setTimeout(() => process.exit(), 100)
}
