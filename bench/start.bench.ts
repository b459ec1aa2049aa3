// Question: how long does a stranger wait? Bare clone to first rows visible (install included), second start to ready, and the
// memory of everything together, on the recorded days where they are beside the project (else on generated ones). Each run
// checks that the rows are there. Run: npm run bench start
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { sharedData } from '../test/support/sharedData.js'

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Processes of a tree, from /proc. */
function treeOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }]
      } catch {
        // It ended while the list was read.
        return []
      }
    })
  const found = new Set([pid])
  for (let grown = true; grown;) {
    grown = false
    for (const one of parents) if (found.has(one.parent) && !found.has(one.pid)) grown = Boolean(found.add(one.pid))
  }
  return [...found]
}

/** Proportional resident memory of some processes in MB: pages that are shared count once. */
function memoryMb(pids: readonly number[]): number {
  let kb = 0
  for (const pid of pids) {
    const file = `/proc/${pid}/smaps_rollup`
    if (!existsSync(file)) continue
    kb += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
  }
  return kb / 1024
}

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

async function end(watched: Watched): Promise<void> {
  const over = new Promise((resolve) => watched.child.once('close', resolve))
  for (const pid of treeOf(watched.child.pid ?? 0))
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('darkhorses.mjs')) process.kill(pid, 'SIGINT')
  await over
}

/** Measures a clone of this repository: seconds and megabytes. Throws when no rows arrive. */
export async function benchStart(): Promise<Readonly<Record<string, number>>> {
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
    let peak = 0
    const sampling = setInterval(() => (peak = Math.max(peak, memoryMb(treeOf(first.child.pid ?? 0)))), 500)
    const settledSeconds = (await first.line(/^Following/m)) / 1000
    clearInterval(sampling)
    await end(first)
    const second = npmStart(clone, home, args)
    const readySeconds = (await second.line(/^fetching/m)) / 1000
    await end(second)
    return {
      recorded: shared === null ? 0 : 1,
      runners,
      firstRowsSeconds,
      settledSeconds,
      memoryPeakMb: peak,
      secondStartReadySeconds: readySeconds,
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

if (process.argv[1]?.endsWith('start.bench.js')) console.log(JSON.stringify(await benchStart()))
