/** What explain says an event decided is what that event says alone, and what the row says: on every recorded day. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recordedEvents } from '../../test/support/recordedEvents.js'
import { sharedData } from '../../test/support/sharedData.js'
import type { RacecardFetched, ResultFetched } from '../events/events.js'
import { rowsOf } from '../racing/raceState.js'
import { explainRace, stateAfter, type RaceTable } from './races.js'

type Event = RacecardFetched | ResultFetched
type Row = Readonly<Record<string, unknown>>
const shared = sharedData()

function byRace(events: readonly Event[]): Map<string, Event[]> {
  const races = new Map<string, Event[]>()
  for (const event of events) races.set(event.race_id, [...(races.get(event.race_id) ?? []), event])
  return races
}

/** Every row that some events make, with the table and the horse. */
function rowsAfter(events: readonly Event[]): { table: RaceTable; horse: string | null; row: Row }[] {
  const state = stateAfter(events)
  if (state === undefined) return []
  const { race, runners, results } = rowsOf(state)
  return [
    { table: 'ra_races', horse: null, row: { ...race } },
    ...runners.map((row) => ({ table: 'ra_runners' as const, horse: row.horse_id, row: { ...row } })),
    ...results.map((row) => ({ table: 'ra_race_results' as const, horse: row.horse_id, row: { ...row } })),
  ]
}

/** Rows by one event alone. */
function alone(event: Event): (table: RaceTable, horse: string | null) => Row | undefined {
  const rows = rowsAfter([event])
  return (table, horse) => rows.find((one) => one.table === table && one.horse === horse)?.row
}

function check(events: readonly Event[]): number {
  const ids = [...new Set(events.map((event) => event.event_id))].sort()
  let decided = 0
  const wrong: string[] = []
  const explain = explainRace(events)
  const byItself = new Map(events.map((event) => [event.event_id, alone(event)]))
  for (const { table, horse, row } of rowsAfter(events)) {
    const said = explain(table, horse)
    expect(said?.effects.map((one) => one.event_id).sort()).toEqual(ids)
    for (const [column, value] of Object.entries(row)) {
      const decision = said?.decisions.find((one) => one.column === column)
      if (decision === undefined || decision.value !== value) wrong.push(`${table}.${column} ${String(value)}`)
      if (decision?.decided_by.length !== 1) continue
      decided += 1
      const itself = byItself.get(decision.decided_by[0] ?? '')?.(table, horse)?.[column]
      if (itself !== value) wrong.push(`${table}.${column} ${String(value)}: the event says ${String(itself)}`)
    }
  }
  expect(wrong).toEqual([])
  return decided
}

describe.skipIf(shared === null)('on every recorded day', () => {
  test('the deciding event says alone what the row says', () => {
    let decided = 0
    for (const events of byRace(recordedEvents(shared ?? '')).values()) decided += check(events)
    expect(decided).toBeGreaterThan(10_000)
  })

  test('superseded and repeated events, in any order, change no decision', () => {
    const races = [...byRace(recordedEvents(shared ?? '')).values()].filter((events) => events.length > 1)
    expect(races.length).toBeGreaterThan(5)
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: races.length - 1 }),
        fc.integer({ min: 1, max: 3_600_000 }),
        fc.integer(),
        (nth, earlier, seed) => {
          const events = races[nth] ?? []
          // What the same race said a while before, its runners in part; it must decide nothing but created_at.
          const older = events.map((event) => {
            const runners = event.race.runners ?? []
            const race = { ...event.race, runners: runners.slice(0, 1 + (Math.abs(seed) % (runners.length + 1))) }
            return {
              ...event,
              race,
              event_id: `${event.event_id}-older`,
              fetched_at: event.fetched_at - earlier,
            }
          })
          const all = [...events, ...older, ...events.slice(0, 1)]
          const shuffled = all.map((event, i) => [Math.sin(seed + i), event] as const).sort(([a], [b]) => a - b)
          const distinct = [...new Map(shuffled.map(([, event]) => [event.event_id, event])).values()]
          check(distinct)
          const explainers = [explainRace(events), explainRace(distinct)] as const
          for (const { table, horse } of rowsAfter(events)) {
            const [before, after] = [explainers[0](table, horse), explainers[1](table, horse)]
            const of = (said: typeof before) =>
              said?.decisions.filter((one) => one.column !== 'created_at').map((one) => [one.column, one.decided_by])
            expect(of(after)).toEqual(of(before))
          }
        },
      ),
      { numRuns: 20 },
    )
  })
})

test('events without a usable race make no row', () => {
  expect(explainRace([])('ra_races', null)).toBeUndefined()
})
