/** What a start fetches: the range and the kinds its flags mean. */
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { addDays, rangeProblem } from '../services/fetcher/range.js'
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

/** First and last day of a folder of recorded days. */
function recordedRange(folder: string): { start: string; end: string } {
  const path = resolve(folder)
  if (!existsSync(path))
    throw new UsageError(
      `There is no folder ${path}: --days names one that holds racecards_pro_DATE.json and results_DATE.json.`,
    )
  const days = readdirSync(path)
    .map((file) => /^(?:racecards_pro|results)_(\d{4}-\d{2}-\d{2})\.json$/.exec(file)?.[1])
    .filter((day) => day !== undefined)
    .sort()
  const [start] = days
  const end = days.at(-1)
  if (start === undefined || end === undefined)
    throw new UsageError(`The folder ${path} holds no racecards_pro_DATE.json and no results_DATE.json.`)
  return { start, end }
}

/**
 * The range asked for: the flags, else the recorded days, else the last week with tomorrow. `today` is the London day.
 * @throws UsageError with the valid range
 */
export function rangeOf(options: FetchFlags, today: string): { start: string; end: string } {
  const usual =
    options.days === undefined ? { start: addDays(today, -5), end: addDays(today, 1) } : recordedRange(options.days)
  const start =
    options.startDate ??
    (options.endDate === undefined || options.endDate >= usual.start ? usual.start : options.endDate)
  const end =
    options.endDate ??
    (options.startDate === undefined || usual.end >= start
      ? options.startDate === undefined
        ? usual.end
        : options.days === undefined
          ? today
          : usual.end
      : today)
  const problem = rangeProblem(start, end, today)
  if (problem !== null) throw new UsageError(problem)
  return { start, end }
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
