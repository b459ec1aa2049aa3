/** What the flags of the fetching commands mean: kinds, range, regions, and how much of it. */
import { addDays } from '../../services/fetcher/calendar.js'
import { rangeProblem } from '../../services/fetcher/range.js'
import { listKinds, type Kind } from '../../services/fetcher/unit.js'
import { numberOption } from '../numbers.js'
import { UsageError } from '../usage.js'

export const subjects = ['all', 'events', 'masters', 'horses'] as const
export type Subject = (typeof subjects)[number]

export interface FetchOptions {
  readonly startDate?: string
  readonly endDate?: string
  readonly regionCodes?: readonly string[]
  readonly racecards: boolean
  readonly results: boolean
  readonly skipMasters?: true
  readonly limit?: string
  readonly test?: true
}

/** @throws UsageError */
export function subjectOf(text: string): Subject {
  const found = subjects.find((subject) => subject === text)
  if (found === undefined)
    throw new UsageError(
      `There is no backfill of ${text}: name one of ${subjects.join(', ')}, for example darkhorses backfill events --start-date 2025-03-01.`,
    )
  return found
}

/** The kinds that a subject and the flags mean. @throws UsageError where nothing is left */
export function kindsOfSubject(subject: Subject, options: FetchOptions): Kind[] {
  const masters = subject === 'masters' || (subject === 'all' && options.skipMasters !== true)
  const days = subject === 'all' || subject === 'events'
  const kinds: Kind[] = [
    ...(masters ? (['regions', 'courses', 'bookmakers'] as const) : []),
    ...(days && options.racecards ? (['racecards'] as const) : []),
    ...(days && options.results ? (['results'] as const) : []),
    ...(subject === 'all' || subject === 'horses' ? (['profiles'] as const) : []),
  ]
  if (days && !options.racecards && !options.results)
    throw new UsageError(
      '--no-racecards and --no-results together leave no day to fetch: give one of them, or use for example darkhorses backfill horses.',
    )
  if (subject === 'masters' && options.skipMasters === true)
    throw new UsageError(
      '--skip-masters leaves nothing of backfill masters; use it with for example darkhorses backfill all.',
    )
  return kinds
}

/** Whether some kinds have days. */
export const haveDays = (kinds: readonly Kind[]) =>
  kinds.some((kind) => kind !== 'profiles' && !(listKinds as readonly string[]).includes(kind))

/** The range of some kinds; the end is today (London) where none is given. @throws UsageError with the valid range and an example */
export function rangeOfDays(
  options: FetchOptions,
  kinds: readonly Kind[],
  today: string,
  command: string,
): { start: string; end: string } {
  if (options.startDate === undefined && haveDays(kinds))
    throw new UsageError(
      `Say from which day on. Days from 1988-01-01 to ${addDays(today, 7)} can be fetched, for example darkhorses ${command} --start-date ${addDays(today, -7)} --end-date ${today}.`,
    )
  const end = options.endDate ?? today
  const start = options.startDate ?? (options.endDate === undefined ? today : end)
  const problem = rangeProblem(start, end, today)
  if (problem !== null) throw new UsageError(problem)
  return { start, end }
}

/** Region codes in lower case, each once. @throws UsageError */
export function regionsOf(codes: readonly string[] | undefined, usual: readonly string[]): string[] {
  if (codes === undefined) return [...usual]
  const all = codes.flatMap((code) => code.split(',')).map((code) => code.trim().toLowerCase())
  const wrong = all.filter((code) => !/^[a-z]{2,4}$/.test(code))
  if (wrong.length > 0 || all.length === 0)
    throw new UsageError(
      `There is no region ${wrong.map((code) => JSON.stringify(code)).join(', ')}: regions are codes of two to four letters, for example --region-codes gb ire.`,
    )
  return [...new Set(all)]
}

/** How many units at most; null for all. @throws UsageError */
export function limitOf(options: FetchOptions): number | null {
  if (options.limit !== undefined && options.test === true)
    throw new UsageError('--test means --limit 10: give one of them, for example --limit 50.')
  if (options.test === true) return 10
  return options.limit === undefined
    ? null
    : numberOption('--limit', options.limit, { least: 1, most: 100_000, example: 50, whole: true })
}
