/** What a start fetches: the range and the kinds its flags mean. */
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { addDays } from '../services/fetcher/calendar.js'
import { rangeProblem } from '../services/fetcher/range.js'
import { UsageError } from './usage.js'

/** The flags that say what is fetched. */
export interface FetchFlags {
  readonly startDate?: string
  readonly endDate?: string
  /** Folder of recorded days. */
  readonly days?: string
  readonly racecards: boolean
  readonly results: boolean
  readonly skipMasters?: true
}

export interface Range {
  readonly start: string
  readonly end: string
}

/** The recorded days of a folder, in order, at least one. @throws UsageError */
function recordedDays(folder: string): string[] {
  const path = resolve(folder)
  if (!existsSync(path))
    throw new UsageError(
      `There is no folder ${path}: --days names one that holds racecards_pro_DATE.json and results_DATE.json.`,
    )
  const days = readdirSync(path)
    .map((file) => /^(?:racecards_pro|results)_(\d{4}-\d{2}-\d{2})\.json$/.exec(file)?.[1])
    .filter((day) => day !== undefined)
    .sort()
  if (days.length === 0)
    throw new UsageError(`The folder ${path} holds no racecards_pro_DATE.json and no results_DATE.json.`)
  return [...new Set(days)]
}

/** Recorded days closer than this belong to one range; the days between them may be days without racing. */
const daysApart = 7

/** Days in order as ranges, so that months between two recordings cost no calls. */
export function clusters(days: readonly string[]): Range[] {
  const ranges: Range[] = []
  for (const day of days) {
    const last = ranges.at(-1)
    if (last !== undefined && day <= addDays(last.end, daysApart)) ranges[ranges.length - 1] = { ...last, end: day }
    else ranges.push({ start: day, end: day })
  }
  return ranges
}

/** One range from what is known of it: a flag that is missing is the usual first or last day, or today. */
function flaggedRange(options: FetchFlags, usual: Range, today: string): Range {
  const start =
    options.startDate ??
    (options.endDate !== undefined && options.endDate < usual.start ? options.endDate : usual.start)
  const last = options.days === undefined ? today : usual.end
  return { start, end: options.endDate ?? (last < start ? today : last) }
}

/**
 * The ranges asked for, the newest first: the flags, else the recorded days, else the last week with tomorrow. `today` is the
 * London day.
 * @throws UsageError with the valid range
 */
export function rangesOf(options: FetchFlags, today: string): Range[] {
  const usual =
    options.days === undefined
      ? [{ start: addDays(today, -5), end: addDays(today, 1) }]
      : clusters(recordedDays(options.days))
  const flagged = options.startDate !== undefined || options.endDate !== undefined
  const whole = { start: usual[0]?.start ?? today, end: usual.at(-1)?.end ?? today }
  const ranges = flagged ? [flaggedRange(options, whole, today)] : usual.reverse()
  for (const { start, end } of ranges) {
    const problem = rangeProblem(start, end, today)
    if (problem !== null) throw new UsageError(problem)
  }
  return ranges
}

/** The kinds asked for; profiles always, for whatever horses need them. */
export function kindsOf(options: FetchFlags): string[] {
  return [
    ...(options.skipMasters === true ? [] : ['regions', 'courses', 'bookmakers']),
    ...(options.racecards ? ['racecards'] : []),
    ...(options.results ? ['results'] : []),
    'profiles',
  ]
}
