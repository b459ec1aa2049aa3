/** A run's report as Markdown. Pure: the same report gives the same text. */
import type { Target } from '../lib/audit/targets.js'
import type { RunReport } from '../services/console/runReport.js'
import { duration } from './terminal.js'
import { thousands as n } from '../lib/thousands.js'

const minute = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium', timeStyle: 'medium' })
const moment = (at: Date) => `${minute.format(at)} (London)`
const escaped = (text: string) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')

function markdownTable(columns: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)]
}

/** Days and lists that a run names, for the estimate made before it began. */
function plannedUnits({ run }: RunReport): number {
  const days = (Date.parse(run.end_date) - Date.parse(run.start_date)) / 86_400_000 + 1
  const firstCard = Math.max(Date.parse(run.start_date), Date.parse('2023-01-23'))
  const cardDays = Math.max(0, (Date.parse(run.end_date) - firstCard) / 86_400_000 + 1)
  const lists = run.kinds.filter((kind) => ['courses', 'regions', 'bookmakers'].includes(kind)).length
  return lists + (run.kinds.includes('results') ? days : 0) + (run.kinds.includes('racecards') ? cardDays : 0)
}

/** The report with its headings; `rate` is the calls allowed per second, 0 for no limit. */
export function reportText(report: RunReport, targets: readonly Target[], rate: number): string {
  const { run, kinds, errors, rows, as_of } = report
  const end = run.finished_at ?? as_of
  const seconds = Math.max(1, (end.getTime() - run.requested_at.getTime()) / 1000)
  const sum = (of: (kind: RunReport['kinds'][number]) => number) => kinds.reduce((total, kind) => total + of(kind), 0)
  const [units, failed, calls] = [sum((kind) => kind.units), sum((kind) => kind.failed), sum((kind) => kind.calls)]
  const planned = plannedUnits(report)
  return [
    `# Run ${run.id}`,
    '',
    `${run.kinds.join(', ')} for ${run.start_date} to ${run.end_date}, regions ${run.regions.join(', ')}, priority ${run.priority}: **${run.state}**${run.message === null ? '' : ` (${run.message})`}.`,
    '',
    '## Pre-execution state',
    '',
    ...markdownTable(
      ['table', 'rows before'],
      rows.map((row) => [row.table, n(row.before)]),
    ),
    '',
    `Estimate: ${n(planned)} days and lists without profiles, ${rate === 0 ? 'without a rate limit' : `${duration(planned / rate)} at ${rate} calls a second`}.`,
    '',
    '## Start, end, duration',
    '',
    `- start: ${moment(run.requested_at)}`,
    `- end: ${run.finished_at === null ? `not ended; as of ${moment(as_of)}` : moment(run.finished_at)}`,
    `- duration: ${duration(seconds)}`,
    '',
    '## Rate',
    '',
    `${(units / seconds).toFixed(2)} units and ${(calls / seconds).toFixed(2)} calls a second.`,
    '',
    '## Processed',
    '',
    ...markdownTable(
      ['kind', 'units', 'done', 'failed', 'calls', 'items'],
      kinds.map((kind) => [kind.kind, n(kind.units), n(kind.done), n(kind.failed), n(kind.calls), n(kind.items)]),
    ),
    '',
    'Units that another run fetched again since then are counted there.',
    '',
    '## Errors',
    '',
    ...(errors.length === 0
      ? ['None.']
      : [
          `${n(failed)} of ${n(units)} units (${((100 * failed) / units).toFixed(1)} %); \`darkhorses retry ${run.id}\` asks for them again.`,
          '',
          ...markdownTable(
            ['unit', 'attempts', 'error'],
            errors.map((one) => [one.unit, String(one.attempts), one.message ?? '']),
          ),
        ]),
    '',
    '## Rows added',
    '',
    ...markdownTable(
      ['table', 'rows added'],
      rows.map((row) => [row.table, n(row.added)]),
    ),
    '',
    '## Data quality',
    '',
    ...markdownTable(
      ['target', 'value', 'wanted', 'holds'],
      targets.map((one) => [
        one.target,
        one.value,
        one.wanted,
        one.holds === null ? '-' : one.holds ? 'yes' : '**no**',
      ]),
    ),
    '',
  ].join('\n')
}
