/** Later results of the same races, as the API corrects them and worse. */
import fc from 'fast-check'
import type { ResultFetched } from '../../lib/events/events.js'
import { resultFetched } from '../../lib/events/fetched.js'

type Fields = Record<string, unknown>
type Race = Fields & { runners: Fields[] }

const first = (change: Fields) => (race: Race) => {
  if (race.runners[0] !== undefined) Object.assign(race.runners[0], change)
}
const every = (change: Fields) => (race: Race) => {
  for (const runner of race.runners) Object.assign(runner, change)
}

/** What becomes of a result; each changes the race in place. */
export const kinds: Readonly<Record<string, (race: Race) => void>> = {
  'the winner is disqualified': first({ position: 'DSQ' }),
  'a runner is gone': (race) => void race.runners.pop(),
  'all runners are gone': (race) => void (race.runners = []),
  'another price': first({ sp: '100/30' }),
  'no price': every({ sp: '', sp_dec: '' }),
  'an absurd price': first({ sp: '100000/1', sp_dec: '100001' }),
  'a price that nobody was offered': first({ sp: '999999999/1', sp_dec: '1000000000' }),
  'an unreadable price': every({ sp: 'abc', sp_dec: 'def' }),
  'a price of nothing': first({ sp: '0/1', sp_dec: '1.00' }),
  'the race is void': every({ position: 'VOI' }),
  'the race is abandoned': (race) => void (race['is_abandoned'] = true),
  'a dead heat of all': every({ position: '1' }),
  'non-runners found out': first({ position: 'nr' }),
  'the race moves to another day': (race) =>
    Object.assign(race, { date: '2025-03-30', off_dt: '2025-03-30T13:00:00+01:00' }),
  'the race moves into the past': (race) =>
    Object.assign(race, { date: '2024-02-29', off_dt: '2024-02-29T13:00:00+00:00' }),
  'another course': (race) => Object.assign(race, { course_id: 'crs_99999', course: 'Elsewhere' }),
  'an unknown course': (race) => Object.assign(race, { course_id: '', course: '' }),
  'no distance': (race) => Object.assign(race, { dist: '', dist_y: '', dist_m: '', dist_f: '' }),
  'another distance': (race) => Object.assign(race, { dist_y: '1155' }),
  'an absurd distance': (race) => Object.assign(race, { dist: '1f', dist_y: '40', dist_m: '', dist_f: '' }),
  'an unknown going': (race) => void (race['going'] = 'Sticky'),
  'no going': (race) => void (race['going'] = ''),
  'a name of every object': (race) => void (race['going'] = '__proto__'),
  'another class': (race) => void (race['class'] = 'Class 1'),
  'another jockey': first({ jockey: 'A. Nother', jockey_id: 'jky_77' }),
  'no jockey': every({ jockey: '', jockey_id: '' }),
  'no owner, another sire': every({ owner_id: '', sire_id: 'sir_5', dam_id: null }),
  'other times': every({ time: '1:02.30' }),
  'no times': every({ time: '-' }),
  'other prizes': every({ prize: '£1,000.50' }),
  'nothing new': () => undefined,
}

/** A result of the same race some hours later (or earlier), changed in one of these ways. */
export function corrected(of: ResultFetched, kind: string, hours: number, today = false): ResultFetched {
  const race = structuredClone(of.race) as unknown as Race
  race.runners = [...(Array.isArray(race.runners) ? race.runners : [])]
  kinds[kind]?.(race)
  return resultFetched(
    { source: `corrected: ${kind}`, fetchedAt: of.fetched_at + hours * 3_600_000, runId: null },
    today ? 'results_today' : 'results',
    of.race_id,
    race,
  )
}

/** A corrected result of one of these, fetched some hours later than the original, or a late older one. */
export function correction(results: readonly ResultFetched[]): fc.Arbitrary<ResultFetched> {
  return fc
    .record({
      of: fc.constantFrom(...results),
      kind: fc.constantFrom(...Object.keys(kinds)),
      hours: fc.integer({ min: -2, max: 72 }),
      today: fc.boolean(),
    })
    .map(({ of, kind, hours, today }) => corrected(of, kind, hours, today))
}
