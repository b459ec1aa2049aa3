// Question: how long does a stranger wait? Bare clone to first rows visible (install included), second start to ready, Ctrl+C to the end,
// and the memory of everything together, on the recorded days where they are beside the project (else on generated ones). Each run
// checks that the rows are there. Run: npm run bench start
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { sharedData } from '../test/support/sharedData.js'
import { main, type Figures } from './support/main.js'
import { pause } from './support/measures.js'
import { sampleMemory, treeOf } from './support/processes.js'

interface Watched {
  readonly child: ChildProcess
  readonly started: number
  /** Milliseconds from the start until a line of stdout matched. */
  line(pattern: RegExp): Promise<number>
}

function npmStart(folder: string, home: string, args: readonly string[]): Watched {
  const started = performance.now()
  const child = spawn('npm', ['start', '--silent', '--', ...args], {
    cwd: folder,
    env: { ...process.env, DARKHORSES_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let stdout = ''
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()))
  return {
    child,
    started,
    line: async (pattern) => {
      while (!pattern.test(stdout)) {
        if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}: ${stdout}`)
        await pause(20)
      }
      return performance.now() - started
    },
  }
}

async function firstRows(home: string): Promise<number> {
  for (;;) {
    if (existsSync(join(home, 'postgres.json'))) {
      const { port, password } = JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8')) as {
        port: number
        password: string
      }
      const client = new pg.Client({
        connectionString: `postgresql://darkhorses:${password}@127.0.0.1:${port}/darkhorses`,
      })
      try {
        await client.connect()
        const { rows } = await client.query<{ runners: number }>('SELECT count(*)::int AS runners FROM ra_runners')
        if ((rows[0]?.runners ?? 0) > 0) return rows[0]?.runners ?? 0
      } catch {
        // The server or the tables are not there yet.
      } finally {
        await client.end().catch(() => undefined)
      }
    }
    await pause(100)
  }
}

/** Ctrl+C; seconds until everything has ended. */
async function end(watched: Watched): Promise<number> {
  const asked = performance.now()
  const over = new Promise((resolve) => watched.child.once('close', resolve))
  for (const pid of treeOf(watched.child.pid ?? 0))
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('darkhorses.mjs')) process.kill(pid, 'SIGINT')
  await over
  return (performance.now() - asked) / 1000
}

/** Measures a clone of this repository: seconds and megabytes. Throws when no rows arrive. */
async function benchStart(): Promise<Figures> {
  const folder = await mkdtemp(join(tmpdir(), 'darkhorses-bench-'))
  const home = join(folder, 'home')
  const clone = join(folder, 'clone')
  const shared = sharedData()
  const days = shared === null ? [] : ['--days', join(shared, 'racing-api-days')]
  const range = ['--start-date', '2025-03-25', '--end-date', '2025-04-07']
  const args = [...days, ...range]
  try {
    execFileSync('git', ['clone', '-q', '.', clone])
    const began = performance.now()
    const first = npmStart(clone, home, args)
    const runners = await firstRows(home)
    const firstRowsSeconds = (performance.now() - began) / 1000
    const sampling = sampleMemory(() => treeOf(first.child.pid ?? 0))
    const settledSeconds = (await first.line(/^Following/m)) / 1000
    const memory = sampling.stop()
    const stopSeconds = await end(first)
    const second = npmStart(clone, home, args)
    const readySeconds = (await second.line(/^fetching/m)) / 1000
    await end(second)
    return {
      recorded: shared === null ? 0 : 1,
      runners,
      firstRowsSeconds,
      settledSeconds,
      memoryPeakMb: memory.peakMb,
      memoryGrowth: memory.growth,
      memoryOverTime: memory.overTime,
      secondStartReadySeconds: readySeconds,
      stopSeconds,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

await main(fileURLToPath(import.meta.url), 1, benchStart)
