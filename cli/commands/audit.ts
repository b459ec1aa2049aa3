import type { Command } from 'commander'
import { audit, meetingsOf, type AuditReport } from '../../lib/audit/audit.js'
import { remedyOf } from '../../lib/audit/checks.js'
import { findDrift } from '../../services/stats/check.js'
import { dateRange, type DateOptions } from '../dates.js'
import { numberOption } from '../numbers.js'
import { printJson, printRows } from '../output.js'
import { withRuntime } from '../session.js'
import { table } from '../table.js'

interface Options extends DateOptions {
  readonly drift: boolean
  readonly byDay?: true
  readonly limit: string
  readonly json?: true
}

function printDays(days: AuditReport['days']): void {
  const provisional = days.filter((day) => day.state === 'provisional')
  process.stdout.write(
    `\n${days.length - provisional.length} days of results settled, ${provisional.length} provisional\n`,
  )
  if (provisional.length === 0) return
  const rows = provisional.slice(-10).map((day) => ({ ...day }))
  process.stdout.write(`${table(rows, ['date', 'items', 'fetched_at', 'next_reading'])}\n`)
}

function printReport(report: AuditReport, limit: number): void {
  const rows = report.targets.map((one) => ({
    ...one,
    holds: one.holds === null ? '-' : one.holds ? 'yes' : 'NO',
  }))
  process.stdout.write(`${table(rows, ['target', 'value', 'wanted', 'holds'])}\n`)
  printDays(report.days)
  if (report.unreadable.length > 0) {
    process.stdout.write(
      '\nValues that were sent and could not be read (no hole; they are null, their text is in the events)\n',
    )
    process.stdout.write(
      `${table(
        report.unreadable.map((one) => ({ ...one })),
        ['field', 'rows', 'example'],
      )}\n`,
    )
  }
  if (report.findings.length > 0) {
    process.stdout.write('\nHoles\n')
    const shown = report.findings.slice(0, limit).map((one) => ({ ...one }))
    process.stdout.write(`${table(shown, ['check', 'key', 'date', 'course', 'detail'])}\n`)
    if (report.findings.length > limit)
      process.stdout.write(`… and ${report.findings.length - limit} more (--limit, --json)\n`)
  }
}

function conclude(report: AuditReport): void {
  if (report.complete) {
    console.error('All data gaps filled - 100% coverage')
    return
  }
  const missed = report.targets.filter((one) => one.holds === false).map((one) => one.target)
  const remedies = [...new Set(report.findings.map((one) => remedyOf(one.check)))]
  const help = remedies.length === 0 ? '' : ` What helps: ${remedies.join('; ')}.`
  console.error(
    `error: ${report.findings.length} holes${missed.length === 0 ? '' : `; not met: ${missed.join(', ')}`}.${help}`,
  )
  process.exitCode = 1
}

/** Every target, every hole, and which days are provisional. */
export function define(command: Command): Command {
  return command
    .option('--start-date <date>', 'first race date; days from it on count as asked for')
    .option('--end-date <date>', 'last race date')
    .option('--no-drift', 'do not recompute the statistics, which takes minutes on ten years')
    .option('--by-day', 'completeness by day and course instead')
    .option('--limit <n>', 'how many holes to print', '50')
    .option('--json', 'as JSON, all of it')
    .addHelpText('after', '\nExample:\n  darkhorses audit --start-date 2025-03-01 --end-date 2025-03-31')
    .action(async (options: Options) => {
      const range = dateRange(options)
      const limit = numberOption('--limit', options.limit, { least: 0, most: 1_000_000, example: 100, whole: true })
      await withRuntime(async (runtime) => {
        const pools = { racing: runtime.pool('racing'), fetching: runtime.pool('fetching') }
        const drift = options.drift && options.byDay !== true ? await findDrift(pools.racing) : null
        const report = await audit(pools, { ...range, now: runtime.now(), today: runtime.today(), drift })
        if (options.byDay === true) {
          const meetings = await meetingsOf(pools, range, report.findings)
          const columns = ['date', 'course', 'region', 'races', 'results', 'abandoned', 'field', 'runners', 'holes']
          printRows(
            meetings.map((one) => ({ ...one })),
            columns,
            options,
          )
          return
        }
        if (options.json === true) printJson(report)
        else printReport(report, limit)
        conclude(report)
      })
    })
}
