// `npm run bench` runs every bench in a process of its own, `npm run bench NAME` one of them; each prints one line of JSON and
// fails when its own answer is wrong. Results are kept in bench/results/ with commit, machine and versions.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureInstalled } from './ensureInstalled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
ensureInstalled({ dev: true })
const { buildAll } = await import('./build.mjs')
await buildAll()

const all = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`error: there is no bench ${unknown.join(', ')}: ${all.join(', ')}.`)
  process.exit(2)
}

const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
}
let failed = 0
for (const name of wanted.length > 0 ? wanted : all) {
  console.error(`== ${name}`)
  const { status, stdout } = spawnSync(process.execPath, [join(root, 'dist', 'bench', `${name}.bench.js`)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  process.stdout.write(stdout)
  if (status !== 0) {
    console.error(`error: the bench ${name} failed.`)
    failed += 1
    continue
  }
  const figures = JSON.parse(stdout.trim().split('\n').at(-1) ?? '{}')
  mkdirSync(join(root, 'bench', 'results'), { recursive: true })
  writeFileSync(
    join(root, 'bench', 'results', `${name}.json`),
    `${JSON.stringify({ name, commit, at: new Date().toISOString(), machine, figures }, null, 2)}\n`,
  )
}
process.exit(failed === 0 ? 0 : 1)
