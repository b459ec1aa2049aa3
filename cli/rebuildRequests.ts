/**
 * Rebuilds asked for on the control topic. The message becomes a row of `rebuilding.rebuilds`; a process of its own
 * (`darkhorses rebuild --swap`) does the work, because ten years of replay would delay every other service in this one.
 */
import { spawn } from 'node:child_process'
import type { Pool, PoolClient } from 'pg'
import { messageOf } from '../lib/errors.js'
import type { Codec } from '../lib/events/codec.js'
import type { ControlMessage } from '../lib/events/events.js'
import { topics } from '../lib/events/topics.js'
import { passedOn } from '../lib/events/traceContext.js'
import { unitFetched } from '../lib/events/unitFetched.js'
import type { StoredEvent } from '../lib/log/log.js'
import { putInOutbox, runRelay } from '../lib/projection/outbox.js'
import type { Projection } from '../lib/projection/projection.js'
import { runProjection } from '../lib/projection/runProjection.js'
import { isFree } from '../lib/rebuild/books.js'
import type { Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'
import { tableGroups } from './projections.js'

function refusalOf({ id, projections }: ControlMessage): string | null {
  if (!/^[^\p{C}]{1,200}$/u.test(id)) return 'An id has 1 to 200 printable characters.'
  const unknown = (projections ?? []).filter((name) => !tableGroups.includes(name))
  return unknown.length === 0 ? null : `There is no projection ${unknown.join(', ')}: ${tableGroups.join(', ')}.`
}

async function note(client: PoolClient, codec: Codec, message: ControlMessage, stored: StoredEvent): Promise<void> {
  const at = new Date(stored.timestamp)
  const projections = message.projections ?? []
  const refusal = refusalOf(message)
  const { rowCount } = await client.query(
    `INSERT INTO rebuilds (id, state, projections, requested_at, ended_at, message, by_message)
     VALUES ($1, $2, $3, $4, $5, $6, true) ON CONFLICT (id) DO NOTHING`,
    [
      message.id,
      refusal === null ? 'requested' : 'refused',
      projections.length === 0 ? tableGroups : projections,
      at,
      refusal === null ? null : at,
      refusal,
    ],
  )
  if (refusal === null || rowCount === 0) return
  const answer = unitFetched({
    unit: `rebuild:${message.id}`,
    kind: 'rebuild',
    outcome: 'rejected',
    message: refusal,
    fetched_at: at.getTime(),
  })
  await putInOutbox(client, [await codec.encode(answer, passedOn(stored.headers))])
}

/** The projection of the group `rebuilder`: messages `rebuild` → requested rebuilds, once per id. */
export function requestsProjection({ codec }: { readonly codec: Codec }): Projection {
  return {
    group: 'rebuilder',
    topics: [topics.control],
    apply: async (batch, client) => {
      for (const { event, stored } of batch)
        if (event.type === 'ControlMessage' && event.command === 'rebuild') await note(client, codec, event, stored)
    },
  }
}

interface Wanted {
  readonly id: string
  readonly projections: readonly string[]
}

/** The rebuild to work on: one begun by message and left behind, else the oldest request; none while anybody rebuilds. */
async function nextWanted(pool: Pool): Promise<Wanted | undefined> {
  const { rows } = await pool.query<Wanted>(
    `SELECT id, projections FROM rebuilds
     WHERE by_message AND message IS NULL AND state IN ('requested', 'filling', 'filled')
       AND NOT EXISTS (SELECT FROM rebuilds o WHERE o.state IN ('filling', 'filled') AND NOT (o.by_message AND o.message IS NULL))
     ORDER BY state = 'requested', requested_at, id LIMIT 1`,
  )
  return rows[0] === undefined || !(await isFree(pool)) ? undefined : rows[0]
}

/** Runs the command in a process of its own; resolves with its exit code and the end of what it said. */
function runCommand(args: readonly string[], signal: AbortSignal): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const script = process.argv[1] ?? ''
    const child = spawn(process.execPath, [script, 'rebuild', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-2000)))
    const stop = () => child.kill('SIGTERM')
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true })
    const end = (code: number | null, text: string) => {
      signal.removeEventListener('abort', stop)
      resolve({ code, said: text.trim() })
    }
    child.once('error', (error) => end(1, messageOf(error)))
    child.once('close', (code) => end(code, said))
  })
}

/** What a command said last: its error, without what it told of its progress. */
function lastError(said: string): string {
  const at = said.lastIndexOf('error: ')
  return at < 0 ? said : said.slice(at + 'error: '.length)
}

/** How often requests are looked for, in ms. */
const lookMs = 2000

/** Starts the group `rebuilder` and the worker that obeys it. */
export function startRebuilder(runtime: Runtime): RunningService {
  const pool = runtime.pool('rebuilding')
  const { clock, logger, log } = runtime
  const running = runProjection({ ...runtime, projection: requestsProjection(runtime), pool })
  const stopping = new AbortController()
  const relay = runRelay(
    { pool, log, clock, onError: (error) => logger.warn({ err: error }, 'error: the outbox waits') },
    stopping.signal,
  )
  async function obey(wanted: Wanted): Promise<void> {
    logger.info({ rebuild: wanted.id }, 'rebuild begins')
    const { code, said } = await runCommand(
      ['--id', wanted.id, '--swap', '--projection', ...wanted.projections],
      stopping.signal,
    )
    if (stopping.signal.aborted) return
    if (code === 0) logger.info({ rebuild: wanted.id }, 'rebuild swapped in')
    else {
      logger.error({ rebuild: wanted.id, said }, 'error: rebuild failed')
      await pool.query("UPDATE rebuilds SET message = $2 WHERE id = $1 AND state <> 'swapped'", [
        wanted.id,
        said === '' ? `ended with code ${code}` : lastError(said),
      ])
    }
  }
  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        const wanted = await nextWanted(pool)
        if (wanted !== undefined) await obey(wanted)
      } catch (error) {
        logger.warn({ err: error }, 'error: requests for rebuilds cannot be read')
      }
      await clock.sleep(lookMs, stopping.signal)
    }
  }
  const working = work()
  return {
    name: 'rebuilder',
    done: Promise.all([running.done, relay, working]).then(() => undefined),
    stop: async () => {
      stopping.abort()
      await running.stop()
      await Promise.all([relay, working])
    },
  }
}
