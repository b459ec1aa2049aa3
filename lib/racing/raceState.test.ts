import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  cardEvent,
  cardRace,
  cardRunner,
  resultEvent,
  resultRace,
  resultRunner,
  stateAfter,
} from '../../test/racing/builders.js'
import { applyEvent, combine, readRaceEvent, rowsOf, type RaceState } from './raceState.js'
import { cardColumns, resultColumns } from './ownColumns.js'
import { isUnusable, type RaceEvent } from './readings.js'
import { stateOfText, stateText } from './storedState.js'

const horses = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 5 })
const at = fc.integer({ min: 1, max: 6 })
const aCard = fc
  .tuple(at, horses, fc.constantFrom('1', 'NR'), fc.constantFrom('2025-04-01', '2025-04-02'), fc.boolean())
  .map(([when, names, number, date, abandoned], n = 0): RaceEvent => {
    const race = cardRace(
      names.map((horse) => cardRunner(horse, { number, form: `${when}${names.join('')}` })),
      { date, is_abandoned: abandoned },
    )
    return {
      ...cardEvent(when, race),
      event_id: `card-${when}-${names.join('')}-${number}-${date}-${String(abandoned)}-${n}`,
    }
  })
const aResult = fc
  .tuple(
    at,
    horses,
    fc.constantFrom('1', 'PU', 'NR', 'DSQ', 'VOI'),
    fc.constantFrom('results', 'results_today'),
    fc.constantFrom('', 'Horse a, Horse b (going)'),
  )
  .map(([when, names, position, endpoint, sentence]): RaceEvent => {
    const race = resultRace(
      names.map((horse) => resultRunner(horse, { position })),
      { non_runners: sentence },
    )
    return {
      ...resultEvent(when, race, endpoint),
      event_id: `result-${when}-${names.join('')}-${position}-${endpoint}-${sentence.length}`,
    }
  })
const history = fc.array(fc.oneof(aCard, aResult), { minLength: 1, maxLength: 12 })

function one(event: RaceEvent): RaceState {
  return stateAfter([event])
}

test('any order and any repetition of the same events gives the same state and the same rows, timestamps included', () => {
  fc.assert(
    fc.property(
      history.chain((events) =>
        fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 })),
      ),
      ([events, shuffled]) => {
        const straight = stateAfter(events)
        const mixed = stateAfter(shuffled)
        expect(mixed).toEqual(straight)
        expect(rowsOf(mixed)).toEqual(rowsOf(straight))
      },
    ),
  )
})

test('combine is commutative, associative and idempotent', () => {
  fc.assert(
    fc.property(fc.oneof(aCard, aResult), fc.oneof(aCard, aResult), fc.oneof(aCard, aResult), (x, y, z) => {
      const [a, b, c] = [one(x), one(y), one(z)]
      expect(combine(a, b)).toEqual(combine(b, a))
      expect(combine(combine(a, b), c)).toEqual(combine(a, combine(b, c)))
      expect(combine(a, a)).toEqual(a)
    }),
  )
})

test('batches of any size end in the same state: folding states is folding events', () => {
  fc.assert(
    fc.property(history, fc.nat(), (events, cut) => {
      const k = cut % events.length
      const [left, right] = [events.slice(0, k), events.slice(k)]
      const folded = left.length === 0 ? stateAfter(right) : combine(stateAfter(left), stateAfter(right))
      expect(folded).toEqual(stateAfter(events))
    }),
  )
})

test('a state out of its text merges on as the whole one does, and equal states have equal texts', () => {
  fc.assert(
    fc.property(history, fc.nat(), (events, cut) => {
      const k = cut % events.length
      const state = stateAfter(events)
      expect(stateText(stateAfter([...events].reverse()))).toBe(stateText(state))
      expect(stateText(stateOfText(stateText(state)))).toBe(stateText(state))
      const stored = k === 0 ? null : stateOfText(stateText(stateAfter(events.slice(0, k))))
      const merged = events.slice(k).reduce((before, event) => applyEvent(before, event) as RaceState, stored)
      expect(stateText(merged as RaceState)).toBe(stateText(state))
    }),
  )
})

test('rows of a state out of its text lack what one source alone tells of runners, and nothing else', () => {
  fc.assert(
    fc.property(history, (events) => {
      const state = stateAfter(events)
      const [whole, slim] = [rowsOf(state), rowsOf(stateOfText(stateText(state)))]
      expect(slim.race).toEqual(whole.race)
      const left = new Set<string>([...cardColumns, ...resultColumns])
      const shared = (rows: readonly object[]) =>
        rows.map((row) => Object.entries(row).filter(([column]) => !left.has(column)))
      expect(shared(slim.runners)).toEqual(shared(whole.runners))
      expect(slim.results.map(({ horse_id, created_at, updated_at }) => [horse_id, created_at, updated_at])).toEqual(
        whole.results.map(({ horse_id, created_at, updated_at }) => [horse_id, created_at, updated_at]),
      )
    }),
  )
})

test('one event again makes a state out of its text whole again', () => {
  fc.assert(
    fc.property(fc.oneof(aCard, aResult), (event) => {
      expect(applyEvent(stateOfText(stateText(one(event))), event)).toEqual(one(event))
    }),
  )
})

test('a state survives JSON', () => {
  fc.assert(
    fc.property(history, (events) => {
      const state = stateAfter(events)
      const stored = JSON.parse(JSON.stringify(state)) as RaceState
      expect(stored).toEqual(state)
      expect(rowsOf(stored)).toEqual(rowsOf(state))
    }),
  )
})

test('every row carries its key once, sorted; is_non_runner never meets a run', () => {
  fc.assert(
    fc.property(history, (events) => {
      const { runners, results } = rowsOf(stateAfter(events))
      const keys = runners.map((row) => row.horse_id)
      expect(keys).toEqual([...new Set(keys)].sort())
      for (const row of results) expect(keys).toContain(row.horse_id)
      for (const row of runners) if (row.position !== null) expect(row.is_non_runner).toBe(false)
    }),
  )
})

test('"A race without id, date or region is a dead letter"', () => {
  for (const field of ['race_id', 'date', 'region'] as const)
    for (const bad of [undefined, null, '', '-', [], {}, 'x'.repeat(1_000_000), '\0']) {
      const read = readRaceEvent(cardEvent(1, cardRace(['a'], { [field]: bad })))
      expect(isUnusable(read) && read.missing).toEqual([field])
      expect(isUnusable(readRaceEvent(resultEvent(1, resultRace(['a'], { [field]: bad }))))).toBe(true)
    }
  for (const race of [undefined, null, 'text', 7, [], [cardRace(['a'])]])
    expect(isUnusable(readRaceEvent(cardEvent(1, race)))).toBe(true)
})

test('an unusable event leaves the state to the caller', () => {
  const read = applyEvent(one(cardEvent(1, cardRace(['a']))), cardEvent(2, cardRace(['a'], { date: '2025-02-30' })))
  expect(isUnusable(read) && read).toMatchObject({ race_id: 'rac_1', missing: ['date'] })
})

test('runners without a horse_id are left out and counted; of a horse_id that comes twice the entry listed first counts', () => {
  const race = cardRace([
    cardRunner('a', { form: 'first' }),
    cardRunner('x', { horse_id: '' }),
    cardRunner('a', { form: 'second' }),
    { horse: 'No Id' },
  ])
  const state = one(cardEvent(1, { ...race, runners: [...(race.runners as unknown[]), null, 'text', 7] }))
  expect(state.card?.runners.map((runner) => runner.form)).toEqual(['first'])
  expect(state.card?.skipped_runners).toBe(6)
})

test('runners that are no list are none', () => {
  for (const runners of [undefined, null, 'text', {}, 7]) {
    const told: string[] = []
    const state = stateAfter([cardEvent(1, { ...cardRace([]), runners })], (field) => told.push(field))
    expect(rowsOf(state).runners).toEqual([])
    expect(told).toEqual(runners === undefined || runners === null ? [] : ['racecard.runners'])
  }
})
