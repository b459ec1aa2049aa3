import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import avsc from 'avsc'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apiValue, like } from '../../test/events/apiValues.js'
import { sharedData } from '../../test/support/sharedData.js'
import { createCodec } from './codec.js'
import type { DarkhorsesEvent } from './events.js'
import { horseProfileFetched, racecardFetched, referenceFetched, resultFetched } from './fetched.js'
import { createMemoryRegistry } from './registry.js'
import { schemas } from './schemas.generated.js'
import type { HorseProfile, RacecardRace, ReferenceItem, ResultRace } from './types.generated.js'

const fetch = { source: 'http://127.0.0.1/v1/racecards/pro', fetchedAt: 1_700_000_000_000, runId: null }
const codec = createCodec({ registry: createMemoryRegistry() })

async function roundTrip(event: DarkhorsesEvent): Promise<DarkhorsesEvent> {
  const { topic, key, value } = await codec.encode(event)
  const stored = { topic, partition: 0, offset: 0n, key, value, headers: {}, timestamp: 0 }
  await codec.prepare([stored])
  return codec.decode(stored)
}

/** Strict: prototypes, minus zero and own `__proto__` keys count. */
async function comesBack(event: DarkhorsesEvent): Promise<void> {
  const back = await roundTrip(event)
  if (!isDeepStrictEqual(back, event)) expect(back).toStrictEqual(event)
  expect(isDeepStrictEqual(back, event)).toBe(true)
}

/** All fields of an event's content with a value of the right type. */
function shapeOf(schema: unknown): unknown {
  if (Array.isArray(schema)) return shapeOf(schema.find((branch) => branch !== 'null'))
  if (schema === 'string') return '9/4'
  if (schema === 'boolean') return true
  const { type, items, fields } = schema as {
    type: string
    items?: unknown
    fields?: { name: string; type: unknown }[]
  }
  if (type === 'array') return [shapeOf(items)]
  return Object.fromEntries((fields ?? []).filter(({ name }) => name !== 'extra').map((f) => [f.name, shapeOf(f.type)]))
}

function contentShape(type: keyof typeof schemas, field: string): unknown {
  const { fields } = JSON.parse(schemas[type]) as { fields: { name: string; type: unknown }[] }
  return shapeOf(fields.find(({ name }) => name === field)?.type)
}

describe('what the API sent comes back as it was sent', () => {
  const runs = { numRuns: 500 }
  const facts: [string, unknown, (content: unknown) => DarkhorsesEvent][] = [
    ['racecard', contentShape('RacecardFetched', 'race'), (x) => racecardFetched(fetch, 'rac_1', x as RacecardRace)],
    ['result', contentShape('ResultFetched', 'race'), (x) => resultFetched(fetch, 'results', 'rac_1', x as ResultRace)],
    [
      'profile',
      contentShape('HorseProfileFetched', 'horse'),
      (x) => horseProfileFetched(fetch, 'pro', 'hrs_1', x as HorseProfile),
    ],
    [
      'reference list',
      contentShape('ReferenceFetched', 'items'),
      (x) => referenceFetched(fetch, 'courses', (Array.isArray(x) ? x : [x]) as ReferenceItem[]),
    ],
  ]
  test.each(facts)('%s: every field, of the right type', async (_name, shape, event) => {
    await comesBack(event(shape))
  })
  test.each(facts)('%s: of nearly the right shape', async (_name, shape, event) => {
    await fc.assert(
      fc.asyncProperty(like(shape), (content) => comesBack(event(content))),
      runs,
    )
  })
  test.each(facts)('%s: anything JSON can say', async (_name, _shape, event) => {
    await fc.assert(
      fc.asyncProperty(apiValue, (content) => comesBack(event(content))),
      runs,
    )
  })

  test('own __proto__ keys are data, at every level', async () => {
    const race = JSON.parse('{"__proto__":{"x":1},"runners":[{"__proto__":[],"odds":[{"__proto__":null}]}]}') as object
    await comesBack(racecardFetched(fetch, 'rac_1', race))
    expect(({} as Record<string, unknown>)['x']).toBeUndefined()
  })

  test('an explicit null is not an absent field', async () => {
    const back = await roundTrip(racecardFetched(fetch, 'rac_1', { tip: null, runners: [{ horse: null, draw: '3' }] }))
    expect(back).toMatchObject({ race: { tip: null, runners: [{ horse: null, draw: '3' }] } })
    expect('verdict' in (back.type === 'RacecardFetched' ? back.race : {})).toBe(false)
  })

  test('nesting far beyond the call stack', async () => {
    const depth = 100_000
    const nested: unknown = JSON.parse('{"a":'.repeat(depth) + '1' + '}'.repeat(depth))
    const back = await roundTrip(racecardFetched(fetch, 'rac_1', { unknown: nested } as RacecardRace))
    let value: unknown = back.type === 'RacecardFetched' ? (back.race as { unknown?: unknown }).unknown : null
    let levels = 0
    for (; typeof value === 'object' && value !== null; value = (value as { a?: unknown }).a) levels += 1
    expect([levels, value]).toEqual([depth, 1])
  })
})

const data = sharedData()
if (data === null) console.warn('No recorded data (DARKHORSES_SHARED, ../shared): recorded events are not tested.')

describe.skipIf(data === null)('recorded answers', () => {
  const bare = Object.fromEntries(
    Object.entries(schemas).map(([type, schema]) => [type, avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema)]),
  )

  interface Answer {
    racecards?: RacecardRace[]
    results?: ResultRace[]
    runners?: unknown
  }
  function eventsOf(file: string, answer: Answer): DarkhorsesEvent[] {
    if (answer.racecards !== undefined) return answer.racecards.map((r) => racecardFetched(fetch, r.race_id ?? '', r))
    if (answer.results !== undefined)
      return answer.results.map((r) => resultFetched(fetch, 'results', r.race_id ?? '', r))
    if (answer.runners !== undefined) return [racecardFetched(fetch, 'rac_1', answer as RacecardRace)]
    return [horseProfileFetched(fetch, 'pro', file, answer as HorseProfile)]
  }

  test.each(['racing-api-days', 'racing-api-samples'])('%s come back, and need no extra field', async (folder) => {
    let races = 0
    for (const file of readdirSync(join(data ?? '', folder))) {
      const answer = JSON.parse(readFileSync(join(data ?? '', folder, file), 'utf8')) as Answer
      for (const event of eventsOf(file, answer)) {
        races += 1
        await comesBack(event)
        const { value } = await codec.encode(event)
        const bytes = (value ?? Buffer.alloc(0)).subarray(5)
        const held: unknown = bare[event.type]?.fromBuffer(bytes)
        expect(bare[event.type]?.toBuffer(held).equals(bytes), file).toBe(true)
        const extras = [...JSON.stringify(held).matchAll(/"extra":"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1])
        expect(extras, file).toEqual([])
      }
    }
    expect(races).toBeGreaterThan(folder === 'racing-api-days' ? 600 : 15)
  })
})
