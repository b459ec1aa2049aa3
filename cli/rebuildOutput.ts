import type { TableDiff } from '../lib/rebuild/diff.js'
import type { Progress } from '../lib/rebuild/fill.js'
import { table } from './table.js'
import { thousands as number } from '../lib/thousands.js'

const clock = (seconds: number) => {
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
const phases = {
  events: '',
  indexes: ', making indexes',
  finishing: ', publishing statistics and links',
}

/** One line about how far a rebuild is. */
export function progressLine({ phase, applied, wanted, rate, eta }: Progress): string {
  const percent = wanted === 0n ? 100 : Number((applied * 1000n) / wanted) / 10
  const left = phase !== 'events' || eta === null || applied === wanted ? '' : `, ${clock(eta)} left`
  return `${number(applied)} of ${number(wanted)} events (${percent} %), ${number(Math.round(rate))} a second${left}${phases[phase]}`
}

const short = (value: unknown) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** The differences for people: a table of counts, then columns and samples of what differs. */
export function diffText(diffs: readonly TableDiff[]): string {
  const differing = diffs.filter((diff) => diff.only_old + diff.only_new + diff.changed > 0)
  const lines = [
    table(diffs as unknown as readonly Record<string, unknown>[], ['table', 'only_old', 'only_new', 'changed']),
  ]
  for (const diff of differing) {
    lines.push(
      '',
      `${diff.table}: ${
        Object.entries(diff.columns)
          .map(([column, rows]) => `${column} (${number(rows)})`)
          .join(', ') || 'rows'
      }`,
    )
    for (const sample of diff.samples) {
      const key = Object.values(sample.key).map(String).join(' ')
      if (sample.new === null) lines.push(`  ${key}: only old`)
      else if (sample.old === null) lines.push(`  ${key}: only new`)
      else
        for (const [column, value] of Object.entries(sample.old))
          lines.push(`  ${key}: ${column} ${short(value)} → ${short(sample.new[column])}`)
    }
  }
  if (differing.length === 0) lines.push('', 'Old and new tables say the same.')
  return lines.join('\n')
}
