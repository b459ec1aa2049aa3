/** Statistics read a part of each race: the part that they need, and no more. */
import { expect, test } from 'vitest'
import { createCodec } from '../../lib/events/codec.js'
import type { DarkhorsesEvent } from '../../lib/events/events.js'
import { createMemoryRegistry } from '../../lib/events/registry.js'
import type { RaceEvent } from '../../lib/racing/readings.js'
import { cardFields, resultFields } from '../../services/stats/fieldsRead.js'
import { nameOfRace, nobodyMentioned } from '../../services/stats/mentions.js'
import { meet, readingsOf, updatesAfter, type MetRaces } from '../../services/stats/raceUpdate.js'
import { slimText } from '../../services/stats/slimState.js'
import { statsProjection } from '../../services/stats/statsProjection.js'
import { cardEvent, cardRace, cardRunner, resultEvent, resultRace, resultRunner } from '../racing/builders.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'

const shared = sharedData()

/** All that statistics keep of a race event. */
function kept(event: RaceEvent & { readonly race_id: string }) {
  const met: MetRaces = new Map()
  const mentioned = nobodyMentioned()
  for (const reading of readingsOf(meet(met, event))) nameOfRace(mentioned, reading)
  return updatesAfter(met, new Map()).map(({ state, race, runners, runs }) => ({
    state: slimText(state),
    race,
    runners,
    runs,
    named: Object.entries(mentioned.byRaces).map(([type, ids]) => [type, ...ids]),
  }))
}

const isRace = (event: DarkhorsesEvent) => event.type === 'RacecardFetched' || event.type === 'ResultFetched'

test.skipIf(shared === null)('what is read of each recorded race gives what the whole race gives', async () => {
  const projection = statsProjection({ asOf: () => '2025-04-02', isCaughtUp: () => Promise.resolve(true) })
  const codec = createCodec({ registry: createMemoryRegistry() })
  const decodePart = codec.decoderOf(projection.reads ?? {})
  const events = recordedEvents(shared ?? '').filter(isRace)
  expect(events.length).toBeGreaterThan(500)
  for (const event of events) {
    const stored = { ...(await codec.encode(event)), partition: 0, offset: 0n, headers: {}, timestamp: 0 }
    await codec.prepare([stored])
    const part = decodePart(stored)
    if (!isRace(part)) throw new Error(`a ${part.type}`)
    expect(kept(part)).toEqual(kept(event))
  }
})

/** Paths of fields, and the fields of the members on the way to them. */
function pathsOf(fields: object): [...string[]][] {
  return (Object.entries(fields) as [string, object | true][]).flatMap(([name, inner]) =>
    inner === true ? [[name]] : pathsOf(inner).map((path) => [name, ...path]),
  )
}

/** A value without the member at a path; items of lists have the path of their list. */
function without(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, name === undefined ? [] : [name, ...rest]))
  if (typeof value !== 'object' || value === null || name === undefined) return value
  const { [name]: member, ...others } = value as Record<string, unknown>
  return rest.length === 0 ? others : { ...others, [name]: without(member, rest) }
}

function keptOrRefused(event: RaceEvent & { readonly race_id: string }) {
  try {
    return kept(event)
  } catch (error) {
    return String(error)
  }
}

const shape = { surface: 'Turf', type: 'Flat', going: 'Good', is_abandoned: true, off_dt: '2025-03-27T14:30:00+00:00' }
const card = cardRace([cardRunner('a')], {
  ...shape,
  race_class: 'Class 4',
  distance_f: '8.0',
  distance: '1m',
  distance_round: '1m',
  off_time: '2:30',
  course_id: 'crs_1',
})
const priced = resultRunner('a', { sp: '9/4F', sp_dec: '3.2', position: '1', time: '1:40.00', prize: '£1000' })
const result = resultRace([priced, resultRunner('b', { sp: 'SP', sp_dec: '3.5' })], {
  ...shape,
  class: 'Class 4',
  dist_f: '8f',
  dist: '1m',
  dist_y: '1760',
  dist_m: '1609',
  off: '2:30',
  course_id: 'crs_1',
})

test.each<[string, RaceEvent & { readonly race_id: string }, object]>([
  ['card', { ...cardEvent(5, card), race_id: 'rac_1' }, cardFields],
  ['result', { ...resultEvent(5, result), race_id: 'rac_1' }, resultFields],
])('each field that is read of a %s is needed', (_name, event, fields) => {
  const whole = kept(event)
  const needless = pathsOf(fields).filter((path) => {
    const less = keptOrRefused({ ...event, race: without(event.race, path) })
    return JSON.stringify(less) === JSON.stringify(whole)
  })
  expect(needless).toEqual([])
})
