import { minutesOf, monthsOf, type Estimate } from '../../services/fetcher/estimate.js'
import { table } from '../table.js'
import { duration } from '../terminal.js'
import { thousands as n } from '../../lib/thousands.js'

/** `12.4 minutes at 2 calls a second`; seconds where it takes less than one. */
function timeOf(calls: number, rate: number): string {
  const minutes = minutesOf(calls, rate)
  if (minutes === null) return 'as fast as the API answers'
  const time = minutes < 1 ? duration(minutes * 60) : `${minutes.toFixed(1)} minutes`
  return `${time} at ${rate} calls a second`
}

/** What a run would cost, for people. */
export function estimateText(estimate: Estimate): string {
  const { kinds, units, calls, rate, covered, impossible, unseen_horses: unseen, refused_by_plan: refused } = estimate
  const months = monthsOf(estimate.start_date, estimate.end_date).length
  const lines = [
    `${estimate.start_date} to ${estimate.end_date}: ${n(months)} calendar month${months === 1 ? '' : 's'}`,
    '',
    table(
      kinds.map((one) => ({ ...one, 'to fetch': one.pending })),
      ['kind', 'units', 'covered', 'impossible', 'to fetch', 'calls'],
    ),
    '',
    ...impossible.map((one) => `Not possible: ${n(one.units)} days of ${one.kind}: ${one.why}.`),
    ...(refused === 0
      ? []
      : [
          `${n(refused)} days were refused before: the plan does not hold days older than 365 days without the historical add-on.`,
        ]),
    `To fetch: ${n(units)} units, ${n(calls)} calls, ${timeOf(calls, rate)}. ${n(covered)} units are covered already.`,
  ]
  if (unseen > 0)
    lines.push(
      `And about ${n(unseen)} profiles of horses that these days will show first${rate === 0 ? '' : `: about ${duration((minutesOf(unseen, rate) ?? 0) * 60)} more`}.`,
    )
  return lines.join('\n')
}
