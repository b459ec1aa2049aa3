/**
 * Which facts each statistic counts. One rule per column: a filter over the runs of the row, or the columns it is made of.
 * The definitions themselves are the views of the group `stats` (docs/statistics.md); these rules say which runs they look at.
 */
import type { Decision } from './explanation.js'

/** Runs that are alike in what the rules look at; those of features come one by one, newest first. */
export interface Fact {
  readonly count: number
  /** May be null where it is before all windows. */
  readonly race_date: string | null
  readonly race_class: string | null
  readonly distance_group: number | null
  readonly going_known: boolean
  /** May be null behind the first three. */
  readonly position: number | null
  readonly priced: boolean
  readonly timed: boolean
  /** What only features look at. */
  readonly course_id?: string | null
  readonly jockey_id?: string | null
  readonly going_group?: string | null
  readonly all_weather?: boolean
  readonly jumps?: boolean
}

/** What a row of features is of: its race and rider. */
export interface FeatureContext {
  readonly race_date: string
  readonly course_id: string | null
  readonly distance_group: number | null
  readonly jockey_id: string | null
}

export interface FactContext {
  /** The London day of windows. */
  readonly as_of: string
  readonly feature?: FeatureContext
  readonly row: Readonly<Record<string, unknown>>
}

type Filter = (fact: Fact, context: FactContext) => boolean
interface Rule {
  readonly filter: Filter
  readonly why: string
}

const all: Filter = () => true
const at =
  (position: number): Filter =>
  (fact) =>
    fact.position === position
const placed: Filter = (fact) => fact.position !== null && fact.position <= 3
const priced: Filter = (fact) => fact.priced
const timed: Filter = (fact) => fact.timed
const both =
  (...filters: readonly Filter[]): Filter =>
  (fact, context) =>
    filters.every((filter) => filter(fact, context))

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10)
}

/** The answer to the question before is kept: thousands of facts ask the same. */
function remembered(answer: (day: string) => string): (day: string) => string {
  let [asked, known] = ['', '']
  return (day) => {
    if (day !== asked) [asked, known] = [day, answer(day)]
    return known
  }
}

function within(days: number): Filter {
  const start = remembered((day) => daysBefore(day, days))
  return ({ race_date }, { as_of }) => race_date !== null && race_date > start(as_of) && race_date <= as_of
}

/** The same day of the month a year before, as Postgres counts months: 29 February becomes the 28th. */
function aYearBefore(day: string): string {
  const year = Number(day.slice(0, 4)) - 1
  const rest = day.slice(4)
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return `${year}${rest === '-02-29' && !leap ? '-02-28' : rest}`
}

const yearBefore = remembered(aYearBefore)

const isSame = (a: string | number | null | undefined, b: string | number | null | undefined) =>
  a !== null && a !== undefined && a === b

const sections: Readonly<Record<string, readonly [Filter, string]>> = {
  career: [all, 'every earlier run'],
  course: [(fact, { feature }) => isSame(fact.course_id, feature?.course_id), 'at this course'],
  course_distance: [
    (fact, { feature }) =>
      isSame(fact.course_id, feature?.course_id) && isSame(fact.distance_group, feature?.distance_group),
    'at this course and distance',
  ],
  distance: [(fact, { feature }) => isSame(fact.distance_group, feature?.distance_group), 'at this distance'],
  firm: [(fact) => fact.going_group === 'firm', 'on firm going'],
  good: [(fact) => fact.going_group === 'good', 'on good going'],
  soft: [(fact) => fact.going_group === 'soft', 'on soft going'],
  heavy: [(fact) => fact.going_group === 'heavy', 'on heavy going'],
  aw: [(fact) => fact.all_weather === true, 'on all-weather surfaces'],
  jumps: [(fact) => fact.jumps === true, 'over jumps or in bumpers'],
  jockey: [(fact, { feature }) => isSame(fact.jockey_id, feature?.jockey_id), 'with this jockey'],
  last_12m: [
    ({ race_date }, { feature }) =>
      feature !== undefined && race_date !== null && race_date > yearBefore(feature.race_date),
    'in the 12 months before',
  ],
}

const outcomes: Readonly<Record<string, readonly [Filter, string]>> = {
  runs: [all, 'runs'],
  wins: [at(1), 'wins'],
  '2nds': [at(2), 'second places'],
  '3rds': [at(3), 'third places'],
}

/** The rule of `<section>_<outcome>` in ra_runner_statistics; last_10 looks at the ten latest alone. */
function featureRule(column: string): Rule | undefined {
  const [, section, outcome] = /^(.*)_(runs|wins|2nds|3rds)$/.exec(column) ?? []
  const counted = outcome === undefined ? undefined : outcomes[outcome]
  const within = section === undefined ? undefined : sections[section]
  if (counted === undefined || within === undefined) return undefined
  return { filter: both(within[0], counted[0]), why: `${counted[1]} ${within[1]}` }
}

const counts: readonly (readonly [RegExp, Filter, string])[] = [
  [/^total_(runs|runners|rides)$/, all, 'every run'],
  [/^(total_)?wins$/, at(1), 'runs with position 1'],
  [/^(places_2nd|total_places_2nd|total_seconds)$/, at(2), 'runs with position 2'],
  [/^(places_3rd|total_places_3rd|total_thirds)$/, at(3), 'runs with position 3'],
  [/^total_places$/, placed, 'runs with positions 1 to 3'],
  [/^recent_14d_(runs|rides)$/, within(14), 'runs of the last 14 days'],
  [/^recent_14d_wins$/, both(within(14), at(1)), 'wins of the last 14 days'],
  [/^recent_30d_(runs|rides)$/, within(30), 'runs of the last 30 days'],
  [/^recent_30d_wins$/, both(within(30), at(1)), 'wins of the last 30 days'],
]

const others: readonly (readonly [RegExp, Filter, string])[] = [
  [/^(win_rate|win_percent|overall_win_percent|career_win_percent)$/, all, '100 × wins / runs'],
  [/^(place_rate|place_percent|career_place_percent)$/, all, '100 × first three / runs'],
  [/^recent_14d_win_rate$/, within(14), '100 × wins / runs of the last 14 days'],
  [/^recent_30d_win_rate$/, within(30), '100 × wins / runs of the last 30 days'],
  [/^(ae_index|overall_ae_index|priced_runs|inverse_sp_e10)$/, priced, 'runs with a starting price: wins / Σ 1 / price'],
  [/^priced_wins$/, both(priced, at(1)), 'wins with a starting price'],
  [/^(profit_loss_1u|profit_e10)$/, priced, 'runs with a starting price: profit to 1 unit'],
  [/^best_time_seconds$/, timed, 'the least time of finishers'],
  [/^(avg_time_seconds|time_sum_cs|timed_runs)$/, timed, 'the mean time of finishers'],
  [/^(last_time_seconds|last_finish_key)$/, timed, 'the best-placed timed finisher of the latest race'],
  [/^going_breakdown$/, (fact) => fact.going_known, 'runs by going'],
  [/^(last_ride_date|last_runner_date|last_raced|days_since_last_(ride|runner))$/, all, 'the latest run'],
  [/^(last_win_date|last_won|days_since_last_win|(min|max)_winning_distance_yards)$/, at(1), 'wins'],
  [/^active_last_30d$/, within(30), 'any run of the last 30 days'],
  [/^total_horses$/, all, 'distinct horses over all runs'],
  [/^career_prize$/, all, 'the sum of prizes of earlier runs'],
  [/^(calculated_at|stats_updated_at|analysis_last_updated)$/, all, 'the latest fetch among the facts counted'],
  [/^query_filters$/, () => false, 'always null: all runs are counted'],
  [/^distance_display$/, all, 'the distance of the key, as racing prints it'],
  [/^data_quality_score$/, all, 'points for runs, slots and A/E known'],
  [/^best_class(_ae)?$/, (fact, { row }) => fact.race_class !== null && fact.race_class === row['best_class'], 'the first class slot, if it has a win'],
  [/^best_distance(_ae)?$/, (fact, { row }) => isDistance(fact, row['best_distance']), 'the first distance slot, if it has a win'],
] // prettier-ignore

const distanceName = new Map<number, string>()

/** Whether a run was over a distance by its name, such as 8f. */
function isDistance({ distance_group: group }: Fact, named: unknown): boolean {
  if (group === null) return false
  let name = distanceName.get(group)
  if (name === undefined) distanceName.set(group, (name = `${group / 220}f`))
  return name === named
}

/** Slots of sires, dams and damsires: `class_1_wins`, `distance_3_ae`. */
function slotRule(column: string): Rule | undefined {
  const [, kind, nth, what] = /^(class|distance)_([123])_(name|runners|wins|win_percent|ae)$/.exec(column) ?? []
  if (kind === undefined || nth === undefined || what === undefined) return undefined
  const name = `${kind}_${nth}_name`
  const slot: Filter =
    kind === 'class'
      ? (fact, { row }) => row[name] !== null && fact.race_class === row[name]
      : (fact, { row }) => row[name] !== null && isDistance(fact, row[name])
  const filter = what === 'wins' ? both(slot, at(1)) : what === 'ae' ? both(slot, priced) : slot
  return {
    filter,
    why: `runs of the ${kind} that is ${nth === '1' ? 'first' : nth === '2' ? 'second' : 'third'} by wins`,
  }
}

function ruleOf(column: string): Rule | undefined {
  const feature = featureRule(column) ?? slotRule(column)
  if (feature !== undefined) return feature
  const found = [...counts, ...others].find(([pattern]) => pattern.test(column))
  return found === undefined ? undefined : { filter: found[1], why: found[2] }
}

/** Whether a column's value is the number of facts that its rule counts. */
export function isCount(column: string): boolean {
  return (
    counts.some(([pattern]) => pattern.test(column)) ||
    /_(runs|wins|2nds|3rds)$/.test(column) ||
    /^(class|distance)_[123]_(runners|wins)$/.test(column)
  )
}

/**
 * What each statistic of a row was counted from. `facts` are the runs of the row: for features those before its race, for everything
 * else all.
 */
export function explainStatistics(
  columns: readonly string[],
  facts: readonly Fact[],
  context: FactContext,
): Decision[] {
  return columns.flatMap((column): Decision[] => {
    const last10 = column.startsWith('last_10_')
    const rule = ruleOf(last10 ? column.replace('last_10_', 'career_') : column)
    if (rule === undefined) return []
    let counted = 0
    for (const fact of last10 ? facts.slice(0, 10) : facts) if (rule.filter(fact, context)) counted += fact.count
    const why = last10 ? rule.why.replace('every earlier run', 'of the ten latest') : rule.why
    const empty = context.row[column] === null || context.row[column] === undefined
    return [
      {
        column,
        ...(isCount(column) && !empty ? { value: counted } : {}),
        decided_by: [],
        facts: counted,
        why,
      },
    ]
  })
}
