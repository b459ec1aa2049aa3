import { afterEach, describe, expect, test } from 'vitest'
import { eventSamples } from '../../test/events/eventSamples.js'
import { startRegistryServer, type Mood, type RegistryServer } from '../../test/events/registryServer.js'
import type { Clock } from '../clock.js'
import { createCodec } from './codec.js'
import { createConfluentRegistry } from './confluentRegistry.js'
import { RegistryRefused, RegistryUnavailable, UnknownSchema } from './errors.js'
import { eventTypes, topicOf } from './eventKey.js'
import { createMemoryRegistry } from './registry.js'
import { schemas } from './schemas.generated.js'

const servers: RegistryServer[] = []
async function start(options?: Parameters<typeof startRegistryServer>[0]): Promise<RegistryServer> {
  const server = await startRegistryServer(options)
  servers.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()))
})

/** A clock that does not wait, and remembers for how long it should have; `meanwhile` happens instead. */
function patientClock(meanwhile: (pauses: number) => void = () => undefined): Clock & { pauses: number[] } {
  const pauses: number[] = []
  return {
    pauses,
    now: () => new Date(0),
    sleep: (ms) => {
      pauses.push(ms)
      meanwhile(pauses.length)
      return Promise.resolve()
    },
  }
}

const subject = 'settled-value'

describe('a Confluent registry', () => {
  test('gives the ids and the bytes that the other registries give', async () => {
    const server = await start()
    const codec = createCodec({ registry: createConfluentRegistry(server) })
    const inMemory = createCodec({ registry: createMemoryRegistry() })
    expect(await codec.encodeMany(eventSamples)).toEqual(await inMemory.encodeMany(eventSamples))
  })

  test('reads with the schemas of a registry it did not fill', async () => {
    const server = await start()
    const written = await createCodec({ registry: createConfluentRegistry(server) }).encodeMany(eventSamples)
    const stored = written.map((one, i) => ({ ...one, partition: 0, offset: BigInt(i), headers: {}, timestamp: 0 }))
    const codec = createCodec({ registry: createConfluentRegistry(server) })
    await codec.prepare(stored)
    expect(codec.decodeMany(stored).map(({ event }) => event)).toStrictEqual(eventSamples)
    const before = server.calls.length
    await codec.prepare(stored)
    expect(server.calls.length).toBe(before)
  })

  test('sets FULL_TRANSITIVE on every subject, once', async () => {
    const server = await start()
    for (let i = 0; i < 2; i += 1)
      await createCodec({ registry: createConfluentRegistry(server) }).encode(eventSamples[0]!)
    expect(Object.fromEntries(server.rules)).toEqual(
      Object.fromEntries(eventTypes.map((type) => [`${topicOf[type]}-value`, 'FULL_TRANSITIVE'])),
    )
    expect(server.calls.filter((call) => call.startsWith('PUT'))).toHaveLength(eventTypes.length)
  })

  test('names subjects after the topics of the cluster', async () => {
    const server = await start()
    await createConfluentRegistry({ ...server, topicPrefix: 'eu.' }).register(subject, schemas.RaceSettled)
    expect([...server.rules.keys()]).toEqual(['eu.settled-value'])
  })

  test('also where a subject without a rule is answered with NONE', async () => {
    const server = await start({ unset: 'NONE' })
    expect(await createConfluentRegistry(server).register(subject, schemas.RaceSettled)).toBe(1)
    expect(server.rules.get(subject)).toBe('FULL_TRANSITIVE')
  })

  test('leaves a rule that somebody has set', async () => {
    const server = await start()
    server.rules.set(subject, 'BACKWARD')
    expect(await createConfluentRegistry(server).register(subject, schemas.RaceSettled)).toBe(1)
    expect(server.rules.get(subject)).toBe('BACKWARD')
  })

  test('a refused schema is no absence, and is not tried again', async () => {
    const server = await start({ refuse: true })
    const clock = patientClock()
    const error = await createConfluentRegistry({ ...server, clock })
      .register(subject, schemas.RaceSettled)
      .catch((e: unknown) => e)
    expect(error).toBeInstanceOf(RegistryRefused)
    expect(error).toMatchObject({ retriable: false, message: expect.stringContaining('incompatible') as string })
    expect(clock.pauses).toEqual([])
  })

  test('an id it does not know is told as that', async () => {
    const server = await start()
    await expect(createConfluentRegistry(server).schemaOf(4_000_000_000)).rejects.toThrow(UnknownSchema)
  })

  test('sends credentials of the URL and never tells them', async () => {
    const server = await start()
    const url = server.url.replace('//', '//us%40er:s3cret@')
    const registry = createConfluentRegistry({ url })
    await registry.register(subject, schemas.RaceSettled)
    expect(new Set(server.authorizations)).toEqual(new Set([`Basic ${btoa('us@er:s3cret')}`]))
    server.mood = 401
    const error = await registry.schemaOf(9).catch((e: unknown) => e as RegistryRefused)
    expect(error).toBeInstanceOf(RegistryRefused)
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('s3cret')
  })
})

describe('a registry that is not there', () => {
  test.each<Mood>(['cut', 503, 'silent'])('%s: three tries with growing pauses, then retriable', async (mood) => {
    const server = await start()
    server.mood = mood
    const clock = patientClock()
    const registry = createConfluentRegistry({ ...server, clock, timeout: 50 })
    await expect(registry.register(subject, schemas.RaceSettled)).rejects.toMatchObject({
      code: 'REGISTRY_UNAVAILABLE',
      retriable: true,
    })
    expect(clock.pauses).toEqual([200, 400])
    await expect(registry.schemaOf(1)).rejects.toThrow(RegistryUnavailable)
  })

  test('refused connections at the start; once it runs, the same codec goes on', async () => {
    const gone = await start()
    const port = Number(new URL(gone.url).port)
    await gone.close()
    const codec = createCodec({ registry: createConfluentRegistry({ url: gone.url, clock: patientClock() }) })
    await expect(codec.encode(eventSamples[0]!)).rejects.toThrow(RegistryUnavailable)
    await start({ port })
    await expect(codec.encode(eventSamples[0]!)).resolves.toBeDefined()
  })

  test('a short absence is waited for', async () => {
    const server = await start()
    server.mood = 503
    const clock = patientClock(() => (server.mood = 'well'))
    expect(await createConfluentRegistry({ ...server, clock }).register(subject, schemas.RaceSettled)).toBe(1)
    expect(clock.pauses).toEqual([200])
  })

  test('in the middle: what was seen is still written and read', async () => {
    const server = await start()
    const codec = createCodec({ registry: createConfluentRegistry({ ...server, clock: patientClock() }) })
    const written = await codec.encodeMany(eventSamples)
    const stored = written.map((one, i) => ({ ...one, partition: 0, offset: BigInt(i), headers: {}, timestamp: 0 }))
    await codec.prepare(stored)
    await server.close()
    await codec.prepare(stored)
    expect(codec.decodeMany(stored).map(({ event }) => event)).toStrictEqual(eventSamples)
    await expect(codec.encodeMany(eventSamples)).resolves.toEqual(written)
    const unseen = { ...stored[0]!, value: Buffer.from([0, 0, 0, 0, 99]) }
    await expect(codec.prepare([unseen])).rejects.toThrow(RegistryUnavailable)
  })
})
