import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCodec } from './codec.js'
import { UndecodableEvent } from './errors.js'
import type { DarkhorsesEvent } from './events.js'
import { racecardFetched, resultFetched } from './fetched.js'
import { createMemoryRegistry } from './registry.js'
import type { RacecardRace, ResultRace } from './types.generated.js'

const fetch = { source: 'http://127.0.0.1/v1/racecards/pro', fetchedAt: 1_700_000_000_000, runId: null }

async function roundTrip(event: DarkhorsesEvent): Promise<DarkhorsesEvent> {
  const codec = createCodec({ registry: createMemoryRegistry() })
  const { topic, key, value, headers = {} } = await codec.encode(event)
  const stored = { topic, partition: 0, offset: 0n, key, value, headers, timestamp: 0 }
  await codec.prepare([stored])
  return codec.decode(stored)
}

test('any JSON object comes back as it was sent: unknown fields, wrong types, explicit nulls, strange keys', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.oneof(fc.constantFrom('race_id', 'runners', 'is_abandoned', '__proto__', 'extra', 'odds'), fc.string()),
        fc.jsonValue(),
      ),
      async (object) => {
        const race = JSON.parse(JSON.stringify(object)) as RacecardRace
        const event = racecardFetched(fetch, 'rac_1', race)
        expect(await roundTrip(event)).toEqual(event)
      },
    ),
  )
})

test('runners with values of other types keep them', async () => {
  const race = {
    runners: [{ horse_id: 'hrs_1', draw: 5, odds: [{ bookmaker: null, shiny: true }] }, { horse_id: 'hrs_2' }],
  } as unknown as RacecardRace
  expect(await roundTrip(racecardFetched(fetch, 'rac_1', race))).toMatchObject({ race })
})

describe('bytes that are no event', () => {
  const at = { topic: 'racecards', partition: 0, offset: 7n, key: null, headers: {}, timestamp: 0 }
  test.each([
    ['no value', null, /no value/],
    ['another magic byte', Buffer.from([1, 0, 0, 0, 1, 0]), /first byte is 1/],
    ['a cut header', Buffer.from([0, 0]), /shorter than its header/],
    ['an unknown schema id', Buffer.from([0, 0, 0, 3, 231, 0]), /no schema 999/],
    ['data that is no Avro', Buffer.from([0, 0, 0, 0, 1, 255, 255, 255, 255]), /do not follow schema 1/],
  ])('%s is told with its position', async (_name, value, reason) => {
    const codec = createCodec({ registry: createMemoryRegistry() })
    await codec.encode(racecardFetched(fetch, 'rac_1', {}))
    await codec.prepare([{ ...at, value }])
    expect(() => codec.decode({ ...at, value })).toThrow(UndecodableEvent)
    expect(() => codec.decode({ ...at, value })).toThrow(reason)
    expect(() => codec.decode({ ...at, value })).toThrow(/racecards\/0 offset 7/)
  })
})

test('a control message may be plain JSON', () => {
  const codec = createCodec({ registry: createMemoryRegistry() })
  const value = Buffer.from('{"id":"r1","command":"start_run","kinds":["results"],"start_date":"2025-03-27"}')
  const stored = { topic: 'control', partition: 0, offset: 0n, key: null, value, headers: {}, timestamp: 0 }
  expect(codec.decode(stored)).toMatchObject({ type: 'ControlMessage', id: 'r1', kinds: ['results'], end_date: null })
  expect(() => codec.decode({ ...stored, value: Buffer.from('{"id":5}') })).toThrow(/no control message/)
})

const days = join(process.env['DARKHORSES_SHARED'] ?? join(process.cwd(), '..', 'shared'), 'data', 'racing-api-days')

test.skipIf(!existsSync(days))('every recorded race comes back as recorded, and needs no extra field', async () => {
  const codec = createCodec({ registry: createMemoryRegistry() })
  for (const file of readdirSync(days)) {
    const { racecards = [], results = [] } = JSON.parse(readFileSync(join(days, file), 'utf8')) as {
      racecards?: RacecardRace[]
      results?: ResultRace[]
    }
    const events = [
      ...racecards.map((race) => racecardFetched(fetch, race.race_id ?? '', race)),
      ...results.map((race) => resultFetched(fetch, 'results', race.race_id ?? '', race)),
    ]
    for (const event of events) {
      const encoded = await codec.encode(event)
      const stored = { ...encoded, partition: 0, offset: 0n, headers: encoded.headers ?? {}, timestamp: 0 }
      await codec.prepare([stored])
      expect(codec.decode(stored)).toEqual(event)
    }
  }
})
