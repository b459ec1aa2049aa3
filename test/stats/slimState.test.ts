/** The state of a race as statistics store it: what comes out says the same of all that they look at, from older texts as well. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { combine, readRaceEvent, type RaceState } from '../../lib/racing/raceState.js'
import { isUnusable } from '../../lib/racing/readings.js'
import { describe as described } from '../../services/stats/beliefs.js'
import { readingsOf } from '../../services/stats/raceUpdate.js'
import { readingText, slimText, stateOfText } from '../../services/stats/slimState.js'
import { history } from '../tables/histories.js'

/** The state of each race of a history, after its first events and after all. */
const states = history.map((events) => {
  const races = new Map<string, RaceState[]>()
  for (const event of events) {
    if (event.type !== 'RacecardFetched' && event.type !== 'ResultFetched') continue
    const one = readRaceEvent(event)
    if (isUnusable(one)) continue
    const before = races.get(event.race_id) ?? []
    const last = before.at(-1)
    races.set(event.race_id, [...before, last === undefined ? one : combine(last, one)])
  }
  return [...races.values()].flat()
})

/** As states were stored before: an object, with the names of all values. */
const olderText = (state: RaceState) => {
  const reading = (one: RaceState['card'] | RaceState['result']): unknown =>
    one === null ? null : JSON.parse(readingText(one))
  return JSON.stringify({ ...state, card: reading(state.card), result: reading(state.result) })
}

test('a stored state says what the state says', () => {
  let seen = 0
  fc.assert(
    fc.property(states, (all) => {
      for (const state of all) {
        seen += 1
        expect(slimText(stateOfText(slimText(state)))).toBe(slimText(state))
        for (const text of [slimText(state), olderText(state)]) {
          const read = stateOfText(text)
          expect(described(read)).toEqual(described(state))
          expect(readingsOf(read).map(readingText)).toEqual(readingsOf(state).map(readingText))
          expect(read.mentions).toEqual(state.mentions)
          // What comes next meets the stored state as it would meet the state itself.
          for (const next of all)
            if (next.race_id === state.race_id)
              expect(described(combine(read, next))).toEqual(described(combine(state, next)))
        }
      }
    }),
    { numRuns: 10 },
  )
  expect(seen).toBeGreaterThan(50)
})

test('a text of another format is refused', () => {
  expect(() => stateOfText('[0, "rac_1", null, null]')).toThrow(SyntaxError)
})
