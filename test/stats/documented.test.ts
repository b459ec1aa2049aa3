/** docs/statistics.md documents every column, and its examples are what the recorded days give. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Pool } from 'pg'
import { projectRoot } from '../../lib/projectRoot.js'
import { publications } from '../../services/stats/publications.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'
import { createWorld } from './world.js'

const shared = sharedData()
const page = join(projectRoot(import.meta.dirname), 'docs/statistics.md')
let database: TestDatabase
let pool: Pool

beforeAll(async () => {
  database = await createTestDatabase()
  pool = database.pool('racing')
})
afterAll(() => database.drop())

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
const lineOf = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const namesOf = (cell: string) => cell.split(',').map((name) => name.trim().replaceAll('`', ''))

function printed(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return value.toString()
  return typeof value === 'string' ? value : JSON.stringify(value)
}

interface Marked {
  readonly kind: string
  readonly of: string
  /** Index of the line with the names of the table's columns. */
  readonly header: number
  readonly rows: readonly number[]
}

/** The tables behind a comment `<!-- example TABLE CONDITION -->` or `<!-- runs CONDITION -->`. */
function markedTables(lines: readonly string[]): Marked[] {
  return lines.flatMap((line, i): Marked[] => {
    const found = /^<!-- (example|runs) (.*) -->$/.exec(line)
    if (found === null) return []
    const rows: number[] = []
    for (let row = i + 4; lines[row]?.startsWith('|') === true; row += 1) rows.push(row)
    return [{ kind: found[1] ?? '', of: found[2] ?? '', header: i + 2, rows }]
  })
}

const documented = new Map<string, string[]>()

async function exampleLines(lines: readonly string[], marked: Marked): Promise<string[]> {
  const [, table = '', condition = ''] = /^(\S+) (.*)$/.exec(marked.of) ?? []
  const { rows } = await pool.query<Record<string, unknown>>(`SELECT * FROM ${table} WHERE ${condition}`)
  expect(rows.length, `${table} ${condition}`).toBe(1)
  documented.set(table, [])
  return marked.rows.map((index) => {
    const [names = '', formula = ''] = cellsOf(lines[index] ?? '')
    documented.get(table)?.push(...namesOf(names))
    const values = namesOf(names).map((name) => printed(rows[0]?.[name]))
    return lineOf([names, formula, values.every((value) => value === '') ? '' : values.join(', ')])
  })
}

async function runLines(lines: readonly string[], marked: Marked): Promise<string[]> {
  const columns = cellsOf(lines[marked.header] ?? '')
  const { rows } = await pool.query<Record<string, unknown>>(
    `SELECT ${columns.join(', ')} FROM stats_runs WHERE ${marked.of} ORDER BY off_dt, race_id`,
  )
  return rows.map((row) => lineOf(columns.map((column) => printed(row[column]))))
}

test.skipIf(shared === null)('every column is documented, and every example is true', async () => {
  await createWorld(pool, '2025-04-02').apply(recordedEvents(shared ?? ''))
  const text = readFileSync(page, 'utf8')
  const lines = text.split('\n')
  const fresh: string[] = [...lines]
  const tables = markedTables(lines)
  expect(tables.length).toBe(10)
  // From the last to the first, so that places stay right when rows are added.
  for (const marked of tables.reverse()) {
    const written = marked.kind === 'runs' ? await runLines(lines, marked) : await exampleLines(lines, marked)
    fresh.splice(marked.header + 2, marked.rows.length, ...written)
  }
  if (process.env['DARKHORSES_WRITE_EXAMPLES'] === '1') writeFileSync(page, fresh.join('\n'))
  else {
    const plain = (all: readonly string[]) => all.map((line) => (line.startsWith('| ') ? lineOf(cellsOf(line)) : line))
    const dashes = (line: string) => !/^\|[ -|]*$/.test(line)
    expect(plain(lines).filter(dashes)).toEqual(plain(fresh).filter(dashes))
  }
  for (const { table, definition } of Object.values(publications)) {
    const same = ['ra_mst_dams', 'ra_mst_damsires'].includes(table)
    if (same) continue
    const { rows } = await pool.query<{ name: string }>(
      'SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped',
      [definition],
    )
    expect([...(documented.get(table) ?? [])].sort(), table).toEqual(rows.map((row) => row.name).sort())
  }
})
