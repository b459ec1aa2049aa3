/**
 * Rebuilds asked for on the control topic. The message becomes a row of `rebuilding.rebuilds`; a process of its own
 * (`darkhorses rebuild --swap`) does the work, because ten years of replay would delay every other service in this one.
 */
import { spawn } from 'node:child_process'
import type { Pool } from 'pg'
import { topics } from '../lib/events/topics.js'
import { messageOf } from '../lib/errors.js'
import type { Projection } from '../lib/projection/projection.js'
import { runProjection } from '../lib/projection/runProjection.js'
import type { Runtime } from '../lib/runtime.js'
import type { RunningService } from '../lib/service.js'

export const rebuildable = ['projector', 'entities', 'stats'] as const

/** The projection of the group `rebuilder`: messages `rebuild` → requested rebuilds, once per id. */
export function requestsProjection(): Projection {
  return {
    group: 'rebuilder',
    topics: [topics.control],
    apply: async (batch, client) => {
      for (const { event, stored } of batch) {
        if (event.type !== 'ControlMessage' || event.command !== 'rebuild') continue
        const projections = event.projections ?? []
        const unknown = projections.filter((name) => !(rebuildable as readonly string[]).includes(name))
        const refusal =
          unknown.length === 0 ? null : `There is no projection ${unknown.join(', ')}: ${rebuildable.join(', ')}.`
        await client.query(
          `INSERT INTO rebuilds (id, state, projections, requested_at, ended_at, message, by_message)
           VALUES ($1, $2, $3, $4, $5, $6, true) ON CONFLICT (id) DO NOTHING`,
          [
            event.id,
            refusal === null ? 'requested' : 'refused',
            projections.length === 0 ? rebuildable : projections,
            new Date(stored.timestamp),
            refusal === null ? null : new Date(stored.timestamp),
            refusal,
          ],
        )
      }
    },
  }
}

interface Wanted {
  readonly id: string
  readonly projections: readonly string[]
}

/** The rebuild to work on: one begun by message and left behind, else the oldest request; none while a person rebuilds. */
async function nextWanted(pool: Pool): Promise<Wanted | undefined> {
  const { rows } = await pool.query<Wanted>(
    `SELECT id, projections FROM rebuilds
     WHERE by_message AND message IS NULL AND state IN ('requested', 'filling')
       AND NOT EXISTS (SELECT FROM rebuilds o WHERE o.state IN ('filling', 'filled') AND NOT o.by_message)
     ORDER BY state = 'requested', requested_at, id LIMIT 1`,
  )
  return rows[0]
}

/** Runs the command in a process of its own; resolves with its exit code and the end of what it said. */
function runCommand(args: readonly string[], signal: AbortSignal): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const script = process.argv[1] ?? ''
    const child = spawn(process.execPath, [script, 'rebuild', ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-2000)))
    const stop = () => child.kill('SIGTERM')
    signal.addEventListener('abort', stop, { once: true })
    const end = (code: number | null, text: string) => {
      signal.removeEventListener('abort', stop)
      resolve({ code, said: text.trim() })
    }
    child.once('error', (error) => end(1, messageOf(error)))
    child.once('close', (code) => end(code, said))
  })
}

/** How often requests are looked for, in ms. */
const lookMs = 2000

/** Starts the group `rebuilder` and the worker that obeys it. */
export function startRebuilder(runtime: Runtime): RunningService {
  const pool = runtime.pool('rebuilding')
  const { clock, logger } = runtime
  const running = runProjection({ ...runtime, projection: requestsProjection(), pool })
  const stopping = new AbortController()
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
        said === '' ? `ended with code ${code}` : said,
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
    done: Promise.all([running.done, working]).then(() => undefined),
    stop: async () => {
      stopping.abort()
      await running.stop()
      await working
    },
  }
}
