// Writes docs/performance.md and its plots (docs/performance/*.svg) from bench/results/*.json: `node scripts/performance.mjs`.
// What it says in words is here; every figure comes from a result, with the commit and the machine it was measured on.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [results, plots] = [join(root, 'bench', 'results'), join(root, 'docs', 'performance')]

/** Goals by bench and figure: at least, or at most. For ten years on two cores, where nothing else is said. */
const goals = {
  embeddedLog: {
    appendedPerSecond: { least: 20_000 },
    readPerSecond: { least: 50_000 },
    latencyP99Ms: { most: 50 },
    producerMemoryRatio: { most: 1.1 },
    consumerMemoryRatio: { most: 1.1 },
  },
  kafkaLog: {
    ratio: { least: 0.7 },
    latencyP99Ms: { most: 100 },
    producerMemoryRatio: { most: 1.1 },
    consumerMemoryRatio: { most: 1.1 },
  },
  fetcher: { racesPerSecond: { least: 1500 } },
  fetcherBudget: {
    use2: { least: 0.99 },
    use5: { least: 0.99 },
    mostInASecond2: { most: 2 },
    mostInASecond5: { most: 5 },
  },
  fetcherKills: { repeated: { most: 200 }, mostInASecond: { most: 5 } },
  fetcherTenYears: { calls: { most: 5000 }, memoryGrowth: { most: 1.1 } },
  tables: { ofCopy: { least: 0.33 }, memoryPeakMb: { most: 400 } },
  live: { liveTablesP99Ms: { most: 150 }, liveStatisticsP99Ms: { most: 1000 } },
  stats: {
    recomputeSeconds: { most: 65 },
    recomputePeakMb: { most: 2000 },
    liveP99Ms: { most: 1000 },
    growthOfOneResult: { most: 1.2 },
    replayResultsPerSecond: { least: 300 },
  },
  rebuild: {
    rebuildOverCopy: { most: 3 },
    memoryPeakMb: { most: 1000 },
    liveStatisticsP99Ms: { most: 1000 },
    rollbackSeconds: { most: 1 },
    compareSeconds: { most: 60 },
    growthFromATenth: { most: 10.5 },
  },
  cli: { slowestP95Ms: { most: 400 } },
  explain: { mostMs: { most: 1000 } },
  simulator: { racesPerSecond: { least: 3000 }, memoryPeakOfTenYears: { most: 300 } },
}

const question = (name) =>
  readFileSync(join(root, 'bench', `${name}.bench.ts`), 'utf8')
    .split('\n')
    .filter((line, i, lines) => lines.slice(0, i + 1).every((one) => one.startsWith('//')))
    .map((line) => line.slice(3))
    .join(' ')
    .replace(/^Question: /, '')

const words = (figure) =>
  figure
    .replace(/([A-Z][a-z0-9]*|\d+)/g, ' $1')
    .toLowerCase()
    .trim()
const shown = (value) =>
  typeof value === 'number' ? value.toLocaleString('en-GB', { maximumFractionDigits: 3 }) : String(value)

/** A line over time as SVG: values from left to right, the scale from 0 to the greatest. */
function plot(title, values) {
  const [width, height, left, bottom] = [640, 200, 56, 24]
  const top = Math.max(...values, 1)
  const step = 10 ** Math.floor(Math.log10(top))
  const most = Math.ceil(top / step) * step
  const x = (i) => left + (i * (width - left - 12)) / Math.max(1, values.length - 1)
  const y = (value) => height - bottom - (value / most) * (height - bottom - 28)
  const line = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join('')
  const rules = [0, 0.5, 1].map(
    (share) =>
      `<path d="M${left} ${y(most * share)}H${width - 12}" stroke="#ccc"/><text x="${left - 6}" y="${y(most * share) + 4}" text-anchor="end">${shown(most * share)}</text>`,
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#333">
<rect width="${width}" height="${height}" fill="#fff"/><text x="${left}" y="16" font-weight="bold">${title}</text>
${rules.join('\n')}
<path d="${line}" fill="none" stroke="#0a6" stroke-width="2"/>
<text x="${left}" y="${height - 6}">begin</text><text x="${width - 12}" y="${height - 6}" text-anchor="end">end</text>
</svg>
`
}

function verdict(goal, value) {
  if (goal === undefined || typeof value !== 'number') return ''
  const held = goal.least === undefined ? value <= goal.most : value >= goal.least
  return `${goal.least === undefined ? '≤' : '≥'} ${shown(goal.least ?? goal.most)}: ${held ? 'held' : '**missed**'}`
}

function section(file) {
  const result = JSON.parse(readFileSync(join(results, file), 'utf8'))
  const { name, figures, spread = {}, machine, versions } = result
  const id = file.replace(/\.json$/, '')
  const rows = Object.entries(figures)
    .filter(([, value]) => !Array.isArray(value))
    .map(([figure, value]) => {
      const range = spread[figure] === undefined ? '' : ` (${spread[figure].map(shown).join(' to ')})`
      return `| ${words(figure)} | ${shown(value)}${range} | ${verdict(goals[name]?.[figure], value)} |`
    })
  const drawn = Object.entries(figures)
    .filter(([figure, value]) => Array.isArray(value) && value.length > 2 && !figure.endsWith('Events'))
    .map(([figure, values]) => {
      const picture = `${id}-${figure}.svg`
      writeFileSync(
        join(plots, picture),
        plot(
          `${name}: ${words(figure).replace(' over time', '')}${figure.startsWith('memory') ? ' in MB' : ''}`,
          values,
        ),
      )
      return `![${name}: ${words(figure)}](performance/${picture})`
    })
  const busy =
    result.loadBefore > 0.5
      ? ` **The machine was busy (load ${result.loadBefore}): seconds are too long; judge shares of COPY.**`
      : ''
  const where = `Commit ${result.commit}, ${result.at.slice(0, 10)}, ${machine.cpu}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${versions?.node ?? machine.node}${versions?.postgres === undefined ? '' : `, Postgres ${versions.postgres}`}; ${result.runs > 1 ? `medians of ${result.runs} runs, with their spread` : 'one run'}.${busy}`
  return `## ${id}\n\n${question(name)}\n\n${where}\n\n| figure | value | goal |\n| --- | --- | --- |\n${rows.join('\n')}\n${drawn.length === 0 ? '' : `\n${drawn.join('\n\n')}\n`}`
}

mkdirSync(plots, { recursive: true })
const files = existsSync(results)
  ? readdirSync(results)
      .filter((file) => file.endsWith('.json'))
      .sort()
  : []
const head = readFileSync(join(root, 'docs', 'performance', 'head.md'), 'utf8')
writeFileSync(join(root, 'docs', 'performance.md'), `${head}\n${files.map(section).join('\n')}`)
console.error(`docs/performance.md: ${files.length} results.`)
