import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventSamples } from '../../test/events/eventSamples.js'
import type { StoredEvent } from '../log/log.js'
import { createCodec } from './codec.js'
import { UndecodableEvent } from './errors.js'
import type { DarkhorsesEvent } from './events.js'
import { racecardFetched } from './fetched.js'
import type { FieldsRead } from './fieldsRead.js'
import { createMemoryRegistry } from './registry.js'
import type { RacecardRace } from './types.generated.js'

const reads = {
  RacecardFetched: { race: { race_id: true, runners: { horse_id: true, draw: true, odds: { bookmaker: true } } } },
} as const satisfies FieldsRead
const fetch = { source: 'http://127.0.0.1/v1/racecards/pro', fetchedAt: 1_700_000_000_000, runId: null }
const codec = createCodec({ registry: createMemoryRegistry() })
const decodePart = codec.decoderOf(reads)

async function stored(event: DarkhorsesEvent): Promise<StoredEvent> {
  const { topic, key, value } = await codec.encode(event)
  const one = { topic, partition: 0, offset: 0n, key, value, headers: {}, timestamp: 0 }
  await codec.prepare([one])
  return one
}

/** What of a value is asked for. */
function partOf(value: unknown, fields: object | true): unknown {
  if (fields === true || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => partOf(item, fields))
  const asked = Object.entries(fields) as [string, object | true][]
  return Object.fromEntries(
    asked.flatMap(([name, inner]) =>
      Object.hasOwn(value, name) ? [[name, partOf((value as Record<string, unknown>)[name], inner)]] : [],
    ),
  )
}
const part = (event: DarkhorsesEvent) => partOf(event, reads.RacecardFetched)

/** A value of the schema's type, one of another, or none. */
const field = (fits: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: fits }, fc.constantFrom(undefined, null, 7, 'x', [], [3], {}, { id: 1 }))
const text = field(fc.string({ unit: 'binary', maxLength: 90 }))
const race = fc.record({
  race_id: text,
  course: text,
  tip: text,
  big_race: field(fc.boolean()),
  unknown: text,
  runners: field(
    fc.array(
      fc.record({
        horse_id: text,
        horse: text,
        draw: text,
        comment: text,
        past_results_flags: field(fc.array(fc.string())),
        trainer_14_days: field(fc.record({ runs: text })),
        quotes: field(fc.array(fc.record({ quote: text, other: text }))),
        odds: field(fc.array(fc.record({ bookmaker: text, decimal: text, history: field(fc.array(fc.record({}))) }))),
      }),
      { maxLength: 3 },
    ),
  ),
})

test('what is read of an event is what a whole reading has there, whatever types its fields have', async () => {
  await fc.assert(
    fc.asyncProperty(race, async (content) => {
      const one = await stored(racecardFetched(fetch, 'rac_1', content as RacecardRace))
      expect(part(decodePart(one))).toStrictEqual(part(codec.decode(one)))
    }),
    { numRuns: 300 },
  )
})

test('what is not read is absent, whatever cannot be null is read, and other types of events are read whole', async () => {
  const content = { race_id: 'rac_1', tip: 'Adonis', runners: [{ horse_id: 'hrs_1', comment: 'Strong', quotes: [] }] }
  const event = racecardFetched(fetch, 'rac_1', content)
  const race = { race_id: 'rac_1', runners: [{ horse_id: 'hrs_1' }] }
  expect(decodePart(await stored(event))).toStrictEqual({ ...event, run_id: null, race })
  for (const sample of eventSamples.filter(({ type }) => type !== 'RacecardFetched'))
    expect(decodePart(await stored(sample))).toStrictEqual(sample)
})

test('bytes that do not follow the schema are undecodable for the same reason, wherever they are wrong', async () => {
  const outcome = (decode: (one: StoredEvent) => DarkhorsesEvent, one: StoredEvent) => {
    try {
      return part(decode(one))
    } catch (error) {
      if (error instanceof UndecodableEvent) return error
      throw error
    }
  }
  let undecodable = 0
  await fc.assert(
    fc.asyncProperty(race, fc.nat(), fc.nat(255), fc.boolean(), async (content, place, byte, isCut) => {
      const one = await stored(racecardFetched(fetch, 'rac_1', content as RacecardRace))
      const bytes = Buffer.from(one.value as Buffer)
      const at = 5 + (place % (bytes.length - 5))
      bytes[at] = byte
      const wrong = { ...one, value: isCut ? bytes.subarray(0, at) : bytes }
      const whole = outcome((it) => codec.decode(it), wrong)
      const some = outcome(decodePart, wrong)
      if (!(whole instanceof UndecodableEvent)) expect(some).toStrictEqual(whole)
      else if (!(whole.cause instanceof SyntaxError)) expect((some as Error).message).toBe(whole.message)
      if (whole instanceof UndecodableEvent) undecodable += 1
    }),
    { numRuns: 1000 },
  )
  expect(undecodable).toBeGreaterThan(100)
})
