/** What must not harm: bad values, and the fields of each source that they are put into. */
import { cardRace, cardRunner, resultRace, resultRunner } from './builders.js'

/** Stands for a key that is not there. */
export const absent = Symbol('absent')
/** Bad values by name. */
export const bad: readonly (readonly [string, unknown])[] = [
  ['absent', absent],
  ['null', null],
  ['a list', ['x', 1]],
  ['an object', { deep: { er: '\0' } }],
  ['true', true],
  ['a number', 7],
  ['empty', ''],
  ['blank', '   '],
  ['dash', '–'],
  ['1 MB', 'x'.repeat(1_000_000)],
  ['1 MB of digits', '9'.repeat(1_000_000)],
  ['1 MB of brackets', '(,'.repeat(500_000)],
  ['1 MB of blanks', ' '.repeat(1_000_000) + 'x'],
  ['NUL', 'a\0b'],
  ['NUL alone', '\0'],
  ['a lone surrogate', 'a\ud83d'],
  ['emoji', '🐎🏇'],
  ['quotes and SQL', `'"; DROP TABLE ra_races; -- \\ $1 \t\n`],
  ['NaN', Number.NaN],
  ['-0', -0],
  ['"-0"', '-0'],
  ['1e308', 1e308],
  ['"1e308"', '1e308'],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['a large whole number', '99999999999'],
  ['year 9999', '9999-12-31'],
  ['year 9999 with time', '9999-12-31T23:59:59+00:00'],
  ['half a number', '1.5.2'],
  ['__proto__', '__proto__'],
]
/** Fields without which a race cannot be stored. */
export const needed = ['race_id', 'date', 'region']

/** Every field that a reader reads: those of the builders, and the rest of domain.md, section 1. */
export const cardRaceFields = [
  ...Object.keys(cardRace([])),
  'sex_restriction',
  'rail_movements',
  'stalls',
  'weather',
  'jumps',
  'verdict',
  'betting_forecast',
  'race_status',
].filter((field) => !needed.includes(field))
/** Likewise of a result. */
export const resultRaceFields = [
  ...Object.keys(resultRace([])),
  'pattern',
  'tote_pl',
  'tote_ex',
  'tote_csf',
  'tote_tricast',
  'tote_trifecta',
].filter((field) => !needed.includes(field))
/** Likewise of a racecard runner. */
export const cardRunnerFields = [
  ...Object.keys(cardRunner('a')),
  ...[
    'prev_trainers',
    'prev_owners',
    'stable_tour',
    'medical',
    'headgear_run',
    'wind_surgery',
    'wind_surgery_run',
    'past_results_flags',
  ],
].filter((field) => field !== 'horse_id')
/** Likewise of a result runner. */
export const resultRunnerFields = Object.keys(resultRunner('a')).filter((field) => field !== 'horse_id')

/** A copy of an object with one field set to a bad value. */
export function withField(object: Record<string, unknown>, field: string, value: unknown): Record<string, unknown> {
  const copy = { ...object }
  if (value === absent) delete copy[field]
  else copy[field] = value
  return copy
}
