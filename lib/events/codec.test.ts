import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { eventSamples } from '../../test/events/eventSamples.js'
import type { StoredEvent } from '../log/log.js'
import { createCodec } from './codec.js'
import { RegistryUnavailable, SchemaNotPrepared, UndecodableEvent, UnencodableEvent } from './errors.js'
import { eventTypes, topicOf } from './eventKey.js'
import type { DarkhorsesEvent } from './events.js'
import { racecardFetched, resultFetched } from './fetched.js'
import { createMemoryRegistry, type SchemaRegistry } from './registry.js'
import { schemas } from './schemas.generated.js'

const fetch = { source: 'http://127.0.0.1/v1/racecards/pro', fetchedAt: 1_700_000_000_000, runId: null }
const at = { topic: 'racecards', partition: 0, offset: 7n, key: null, headers: {}, timestamp: 0 }

async function storedBy(registry: SchemaRegistry, event: DarkhorsesEvent): Promise<StoredEvent> {
  const { topic, key, value, headers = {} } = await createCodec({ registry }).encode(event)
  return { topic, partition: 0, offset: 0n, key, value, headers, timestamp: 0 }
}

describe('every type of event', () => {
  test.each(eventSamples.map((event) => [event.type, event] as const))('%s comes back', async (type, event) => {
    const registry = createMemoryRegistry()
    const stored = await storedBy(registry, event)
    const codec = createCodec({ registry })
    await codec.prepare([stored])
    expect(codec.decode(stored)).toStrictEqual(event)
    expect(stored.topic).toBe(topicOf[type])
    expect(stored.value?.readUInt32BE(1)).toBe(eventTypes.indexOf(type) + 1)
  })

  test('has CloudEvents headers, and a traceparent that was handed in', async () => {
    const codec = createCodec({ registry: createMemoryRegistry() })
    const event = resultFetched(fetch, 'results', 'rac_1', { date: '2025-03-27' })
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
    const { headers, key } = await codec.encode(event, { traceparent })
    expect(key).toBe('rac_1')
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_id: event.event_id,
      ce_type: 'uk.darkhorses.ResultFetched',
      ce_source: fetch.source,
      ce_subject: 'rac_1',
      ce_time: '2023-11-14T22:13:20.000Z',
      'content-type': 'application/avro',
      traceparent,
    })
  })

  test('encodeMany gives what encode gives', async () => {
    const codec = createCodec({ registry: createMemoryRegistry() })
    const many = await codec.encodeMany(eventSamples)
    expect(many).toEqual(await Promise.all(eventSamples.map((event) => codec.encode(event))))
  })

  test('an event that does not fit its schema says so', async () => {
    const codec = createCodec({ registry: createMemoryRegistry() })
    const event = { ...racecardFetched(fetch, 'rac_1', {}), fetched_at: 'yesterday' } as unknown as DarkhorsesEvent
    await expect(codec.encode(event)).rejects.toThrow(UnencodableEvent)
  })
})

describe('bytes that are no event', () => {
  test.each([
    ['no value', null, /no value/],
    ['no byte', Buffer.from([]), /shorter than its header/],
    ['another magic byte', Buffer.from([1, 0, 0, 0, 1, 0]), /first byte is 1/],
    ['text', Buffer.from('hello'), /first byte is 104/],
    ['a cut header', Buffer.from([0, 0]), /shorter than its header/],
    ['an unknown schema id', Buffer.from([0, 0, 0, 3, 231, 0]), /no schema 999/],
    ['data that is no Avro', Buffer.from([0, 0, 0, 0, 1, 255, 255, 255, 255]), /do not follow schema 1/],
    ['a megabyte of nothing', Buffer.concat([Buffer.from([0, 0, 0, 0, 1]), Buffer.alloc(1_000_000)]), /trailing data/],
  ])('%s is told with its position', async (_name, value, reason) => {
    const codec = createCodec({ registry: createMemoryRegistry() })
    await codec.encode(racecardFetched(fetch, 'rac_1', {}))
    await codec.prepare([{ ...at, value }])
    const error = codec.decodeMany([{ ...at, value }])[0]?.error
    expect(error).toBeInstanceOf(UndecodableEvent)
    expect(error).toMatchObject({ retriable: false, details: { topic: 'racecards', partition: 0, offset: 7n } })
    expect(error?.message).toMatch(reason)
    expect(error?.message).toMatch(/racecards\/0 offset 7/)
  })

  test('one bad event does not hide its neighbours', async () => {
    const registry = createMemoryRegistry()
    const good = await storedBy(registry, racecardFetched(fetch, 'rac_1', {}))
    const codec = createCodec({ registry })
    const batch = [good, { ...at, value: Buffer.from('nonsense') }, good]
    await codec.prepare(batch)
    expect(codec.decodeMany(batch).map(({ event, error }) => event?.type ?? error?.code)).toEqual([
      'RacecardFetched',
      'EVENT_UNDECODABLE',
      'RacecardFetched',
    ])
  })

  test('broken bytes give an event or the named error, at once and in little memory', async () => {
    const registry = createMemoryRegistry()
    const codec = createCodec({ registry })
    const stored = await Promise.all(eventSamples.map((event) => storedBy(registry, event)))
    await codec.prepare(stored)
    const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(fc.constantFrom(...stored), damage, fc.nat(), (event, bytes, cut) => {
        const value = Buffer.from(event.value ?? [])
        for (const [place, byte] of bytes) value[5 + (place % (value.length - 5))] = byte
        const part = value.subarray(0, 5 + (cut % value.length))
        const [whole, shortened] = codec.decodeMany([
          { ...event, value },
          { ...event, value: part },
        ])
        for (const decoded of [whole, shortened]) expect(decoded?.event?.type ?? decoded?.error?.code).toBeDefined()
      }),
      { numRuns: 2_000 },
    )
  })

  test('a list that claims 2^33 items is refused before it is read', async () => {
    const registry = createMemoryRegistry()
    const codec = createCodec({ registry })
    const event = await storedBy(registry, { ...sampleOf('ReferenceFetched'), items: [] })
    await codec.prepare([event])
    const value = event.value ?? Buffer.alloc(0)
    // The event ends with its empty list: count 0. Claim 2^33 items in its place.
    const claim = Buffer.concat([
      value.subarray(0, -1),
      Buffer.from([0x80, 0x80, 0x80, 0x80, 0x80, 0x01]),
      Buffer.alloc(9),
    ])
    expect(() => codec.decode({ ...event, value: claim })).toThrow(/goes beyond the data/)
  })
})

function sampleOf<Type extends DarkhorsesEvent['type']>(type: Type): Extract<DarkhorsesEvent, { type: Type }> {
  return eventSamples.find((event): event is Extract<DarkhorsesEvent, { type: Type }> => event.type === type)!
}

describe('events of other versions', () => {
  interface Schema {
    name: string
    fields: { name: string; type: unknown; default?: unknown }[]
  }
  const changed = (change: (schema: Schema) => void) => {
    const schema = JSON.parse(schemas.RaceSettled) as Schema
    change(schema)
    return schema
  }
  const settled = sampleOf('RaceSettled')

  /** An event whose bytes follow some other schema. */
  async function written(schema: Schema, event: object): Promise<{ registry: SchemaRegistry; stored: StoredEvent }> {
    const { avroType } = await import('./avroTypes.js')
    const registry = createMemoryRegistry()
    const id = await registry.register('settled-value', JSON.stringify(schema))
    const header = Buffer.from([0, 0, 0, 0, id])
    const value = Buffer.concat([header, avroType(JSON.stringify(schema)).toBuffer(event)])
    return { registry, stored: { ...at, topic: 'settled', value } }
  }

  test('a field of the future is passed over, one not yet known gets its default', async () => {
    const future = changed((schema) => {
      schema.fields.splice(1, 0, { name: 'new', type: { type: 'array', items: 'string' }, default: [] })
      schema.fields = schema.fields.filter(({ name }) => name !== 'date')
    })
    const { registry, stored } = await written(future, { ...settled, new: ['a', 'b'] })
    const codec = createCodec({ registry })
    await codec.prepare([stored])
    expect(codec.decode(stored)).toStrictEqual({ ...settled, date: null })
  })

  test.each([
    ['a version this one cannot read', changed((schema) => (schema.fields = schema.fields.slice(1))), /cannot be read/],
    ['a schema of something else', changed((schema) => (schema.name = 'Weather')), /Weather, which is no event/],
  ])('%s is set aside, not fatal', async (_name, schema, reason) => {
    const { registry, stored } = await written(schema, settled)
    const codec = createCodec({ registry })
    await codec.prepare([stored])
    expect(() => codec.decode(stored)).toThrow(UndecodableEvent)
    expect(() => codec.decode(stored)).toThrow(reason)
  })
})

describe('the registry', () => {
  /** A registry that can be switched off. */
  function switched(): { registry: SchemaRegistry; down: boolean } {
    const inner = createMemoryRegistry()
    const state = { registry: inner, down: false }
    const guard = <T>(call: () => Promise<T>) => (state.down ? Promise.reject(new RegistryUnavailable('test')) : call())
    state.registry = {
      register: (subject, schema) => guard(() => inner.register(subject, schema)),
      schemaOf: (id) => guard(() => inner.schemaOf(id)),
    }
    return state
  }

  test('down at the start is retriable; up again, all goes on', async () => {
    const state = switched()
    const codec = createCodec(state)
    state.down = true
    await expect(codec.encode(sampleOf('RaceSettled'))).rejects.toMatchObject({ retriable: true })
    state.down = false
    await expect(codec.encode(sampleOf('RaceSettled'))).resolves.toBeDefined()
  })

  test('down in the middle stops nobody who has seen the ids', async () => {
    const state = switched()
    const codec = createCodec(state)
    const stored = await storedBy(state.registry, sampleOf('RaceSettled'))
    const other = await storedBy(state.registry, sampleOf('UnitFetched'))
    await codec.prepare([stored])
    await codec.encode(sampleOf('RaceSettled'))
    state.down = true
    await codec.prepare([stored])
    expect(codec.decode(stored)).toStrictEqual(sampleOf('RaceSettled'))
    await expect(codec.encode(sampleOf('UnitFetched'))).resolves.toBeDefined()
    await expect(codec.prepare([other])).rejects.toThrow(RegistryUnavailable)
    expect(() => codec.decode(other)).toThrow(SchemaNotPrepared)
  })

  test('an id learnt later is read then', async () => {
    const registry = createMemoryRegistry()
    const stored = await storedBy(createMemoryRegistry(), sampleOf('RacecardFetched'))
    const codec = createCodec({ registry })
    await codec.prepare([stored])
    expect(() => codec.decode(stored)).toThrow(/no schema 1/)
    await codec.encode(sampleOf('RacecardFetched'))
    await codec.prepare([stored])
    expect(codec.decode(stored)).toStrictEqual(sampleOf('RacecardFetched'))
  })
})

describe('a control message as plain JSON', () => {
  const codec = createCodec({ registry: createMemoryRegistry() })
  const control = (text: string) => ({ ...at, topic: 'control', value: Buffer.from(text) })

  test('is a control message', () => {
    const text = '{"id":"r1","command":"start_run","kinds":["results"],"start_date":"2025-03-27","url":"http://x"}'
    expect(codec.decode(control(text))).toStrictEqual({
      ...sampleOf('ControlMessage'),
      id: 'r1',
      command: 'start_run',
      run_id: null,
      kinds: ['results'],
      start_date: '2025-03-27',
      end_date: null,
      regions: null,
      priority: null,
      units: null,
      tables: null,
      projections: null,
      requested_at: null,
    })
  })

  test.each([
    ['{"id":"r1","command"', /begins like JSON/],
    ['{"id":5,"command":"start_run"}', /id: /],
    ['{"id":"r1"}', /command: /],
    ['{"id":"r1","command":"start_run","kinds":"results"}', /kinds: /],
  ])('%s is not', (text, reason) => {
    expect(() => codec.decode(control(text))).toThrow(UndecodableEvent)
    expect(() => codec.decode(control(text))).toThrow(reason)
  })

  test('is accepted on its own topic alone', () => {
    expect(() => codec.decode({ ...control('{"id":"r1","command":"x"}'), topic: 'results' })).toThrow(
      /first byte is 123/,
    )
  })
})
