/** `darkhorses explain TABLE KEY`: which events made a row, and which decided each column; see docs/explain.md. */
import type { Command } from 'commander'
import type { ExplainedColumn, ExplainedEvent, Explanation } from '../../lib/explain/explanation.js'
import { explainRow } from '../explain/explainRow.js'
import { explainedTable, readKey } from '../explain/tables.js'
import { numberOption } from '../numbers.js'
import { printJson } from '../output.js'
import { withRuntime } from '../session.js'
import { table } from '../table.js'

interface Options {
  readonly json?: true
  readonly limit: string
  readonly column?: readonly string[]
}

const short = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = value instanceof Date ? value.toISOString() : typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

function decidedBy(column: ExplainedColumn, events: readonly ExplainedEvent[]): string {
  const numbers = column.decided_by.map((id) => {
    const nth = events.findIndex((event) => event.event_id === id)
    return nth < 0 ? id : `#${nth + 1}`
  })
  return [...numbers, ...(column.facts === undefined ? [] : [`${column.facts} runs`])].join(' ')
}

function explanationText(said: Explanation): string {
  const { events, facts } = said
  const lines = [`${said.table} ${Object.values(said.key).join(':')}`]
  if (events.length > 0) {
    lines.push('', 'Events, in the order of their effect:')
    if (said.more_events > 0) lines.push(`  … ${said.more_events} older ones (--limit)`)
    lines.push(
      ...events.map(
        (one, i) => `  #${i + 1} ${one.fetched_at} ${one.type} ${one.place ?? '(not found)'}: ${one.effect}`,
      ),
    )
  }
  lines.push(
    '',
    table(
      said.columns.map((one) => ({
        column: one.column,
        value: short(one.value),
        'decided by': decidedBy(one, events),
        why: 'expected' in one ? `${one.why}; CHANGED BY HAND, the events say ${short(one.expected)}` : one.why,
      })),
      ['column', 'value', 'decided by', 'why'],
    ),
  )
  if (facts.length > 0) {
    lines.push(
      '',
      `Facts counted, newest first${said.more_facts > 0 ? ` (${said.more_facts} older ones: --limit)` : ''}:`,
    )
    lines.push(
      table(
        facts.map((one) => ({ ...one })),
        ['race_date', 'race_id', 'horse_id', 'position', 'event_id'],
      ),
    )
  }
  return lines.join('\n')
}

async function explain(name: string, text: string, options: Options): Promise<void> {
  const explained = explainedTable(name)
  const key = readKey(explained, text)
  const limit = numberOption('--limit', options.limit, { least: 0, most: 100_000, example: 20, whole: true })
  await withRuntime(async (runtime) => {
    const all = await explainRow(runtime, explained, key, text, limit)
    const said =
      options.column === undefined
        ? all
        : { ...all, columns: all.columns.filter((one) => options.column?.includes(one.column)) }
    if (options.json === true) printJson(said)
    else console.log(explanationText(said))
  })
}

/** The command's flags and action. */
export function define(command: Command): Command {
  return command
    .argument('<table>', 'one of the 18 tables, for example ra_runners')
    .argument('<key>', 'its key, parts with : between them, for example rac_1:hrs_2')
    .option('--column <name...>', 'only these columns')
    .option('--limit <n>', 'how many facts, and events that decide nothing, are listed', '20')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses explain ra_runners rac_11345678:hrs_12345\n  darkhorses explain ra_mst_trainers trn_12345 --column location total_wins\n' +
        '  darkhorses explain ra_performance_by_distance horse:hrs_12345:1760 --json',
    )
    .action(explain)
}
