/**
 * A log copied into another: byte for byte, taken up again after any interruption, refused where the target holds something else;
 * then with the command between the embedded log and a real Kafka, both ways.
 */
import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { createCodec } from '../../lib/events/codec.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { compareLogs, copyLog, CopyRefused, type CopiedTo, type CopyNotes } from '../../lib/log/copyLog.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import type { EventLog, NewEvent, StoredEvent } from '../../lib/log/log.js'
import { command } from '../support/command.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { startGroups } from '../support/groups.js'
import { kafkaForTests } from '../support/kafka.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const specs = [
  { topic: 'one', partitions: 3 },
  { topic: 'two', partitions: 1 },
]

function notesInMemory(): CopyNotes & { readonly kept: Map<string, CopiedTo>; failAfter: number } {
  const kept = new Map<string, CopiedTo>()
  const notes = {
    kept,
    failAfter: Infinity,
    load: () => Promise.resolve([...kept.values()]),
    save: (at: CopiedTo) => {
      if ((notes.failAfter -= 1) < 0) return Promise.reject(new Error('killed before the note'))
      kept.set(`${at.topic}/${at.partition}`, at)
      return Promise.resolve()
    },
  }
  return notes
}

/** Appends some events at times of their own; every kind of key, value and header there is. */
async function fillLog(log: EventLog, count: number): Promise<void> {
  await log.createTopics(specs)
  const events = Array.from({ length: count }, (_, i): NewEvent => ({
    topic: i % 3 === 0 ? 'two' : 'one',
    key: i % 7 === 0 ? null : `key ${i % 11} ü\n"\\`,
    value: i % 13 === 0 ? null : randomBytes(i % 50),
    headers: i % 2 === 0 ? { ce_id: String(i), 'b\\': 'é\t"' } : {},
  }))
  for (let i = 0; i < events.length; i += 37) await log.append(events.slice(i, i + 37))
}

describe('between two embedded logs', () => {
  let databases: TestDatabase[] = []
  let [source, target] = [] as unknown as [EventLog, EventLog]
  const fresh = async () => {
    const database = await createTestDatabase()
    databases.push(database)
    return createEmbeddedLog({ pool: database.pool('log'), clock: systemClock })
  }
  beforeAll(async () => {
    source = await fresh()
    await fillLog(source, 500)
  })
  afterAll(async () => {
    await Promise.all([source.close(), target.close()])
    await Promise.all(databases.map((database) => database.drop()))
    databases = []
  })

  test('everything, and nothing twice, wherever a copy is interrupted and whatever is appended meanwhile', async () => {
    target = await fresh()
    const notes = notesInMemory()
    for (const failAfter of [2, 4, 0, 1, 2]) {
      notes.failAfter = failAfter
      await expect(copyLog({ source, target, notes })).rejects.toThrow('killed before the note')
      await source.append([{ topic: 'one', key: 'late', value: Buffer.from(String(failAfter)) }])
    }
    notes.failAfter = Infinity
    await copyLog({ source, target, notes })
    const again = await copyLog({ source, target, notes })
    expect(again.map(({ copied, found }) => copied + found)).toEqual([0, 0])
    expect(await compareLogs(source, target)).toBe(505)
  })

  test('a target that went on by itself, one that holds something else, one with other partitions: refused, nothing written', async () => {
    target = await fresh()
    const notes = notesInMemory()
    await copyLog({ source, target, notes })
    await target.append([{ topic: 'two', key: 'own', value: null }])
    await expect(copyLog({ source, target, notes })).rejects.toThrow('has gone its own way: two/0')

    const foreign = await fresh()
    await fillLog(foreign, 5)
    await expect(copyLog({ source, target: foreign, notes: notesInMemory() })).rejects.toThrow('is not empty')
    expect((await foreign.ends(['one', 'two'])).reduce((sum, end) => sum + end.offset, 0n)).toBe(5n)

    const other = await fresh()
    await other.createTopics([{ topic: 'one', partitions: 2 }])
    await expect(copyLog({ source, target: other, notes: notesInMemory() })).rejects.toThrow('has 3 partitions')
    await Promise.all([foreign.close(), other.close()])
  })

  test('a comparison finds every single difference', async () => {
    const events = async (log: EventLog) => log.read({ topic: 'two', partition: 0, from: 0n })
    const changes: ((event: StoredEvent) => StoredEvent)[] = [
      (event) => ({ ...event, key: `${event.key}x` }),
      (event) => ({ ...event, value: Buffer.concat([event.value ?? Buffer.alloc(0), Buffer.from('x')]) }),
      (event) => ({ ...event, headers: { ...event.headers, more: '' } }),
      (event) => ({ ...event, timestamp: event.timestamp + 1 }),
    ]
    const whole = await events(source)
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: whole.length - 1 }), fc.nat({ max: changes.length }), async (at, kind) => {
        const read: EventLog['read'] = async (options) => {
          const some = await source.read(options)
          if (options.topic !== 'two') return some
          const change = changes[kind]
          return change === undefined
            ? some.filter((event) => event.offset !== BigInt(at))
            : some.map((event) => (event.offset === BigInt(at) ? change(event) : event))
        }
        await expect(compareLogs(source, { ...source, read }, ['two'])).rejects.toThrow(CopyRefused)
      }),
      { numRuns: 25 },
    )
  })
})

const cluster = await kafkaForTests('copying the log', { registry: true })

describe.skipIf(cluster === null)('with the command, between Postgres and Kafka', () => {
  let [first, second] = [] as unknown as [TestDatabase, TestDatabase]
  beforeAll(async () => {
    ;[first, second] = [await createTestDatabase(), await createTestDatabase()]
  })
  afterAll(async () => {
    await Promise.all([first.drop(), second.drop()])
    await cluster?.stop()
  })

  test('there and back: the same bytes, headers and times; groups go on without applying anything again', async () => {
    const topicPrefix = `test-${randomBytes(4).toString('hex')}.`
    const environment = {
      KAFKA_BROKERS: cluster?.brokers.join(',') ?? '',
      SCHEMA_REGISTRY_URL: cluster?.registryUrl ?? '',
      TOPIC_PREFIX: topicPrefix,
    }
    const days = [...generatedEvents({ first: '2025-03-01', last: '2025-03-03' })].flat()
    const groups = await startGroups(first, '2025-03-10')
    await groups.apply(days)
    const copy = (args: readonly string[], database: TestDatabase) =>
      command(['log', 'copy', ...args], { ...environment, DATABASE_URL: database.url }).ended

    const tooEarly = await copy(['--to', 'kafka', '--move-groups'], first)
    expect(tooEarly).toMatchObject({ code: 1 })
    expect(tooEarly.stderr).toMatch(/error: The groups entities, projector, stats still run: stop them/)
    await groups.stop()
    // A member that has left beats no more; what it was is forgotten by the next.
    const there = await copy(['--to', 'kafka', '--verify', '--move-groups', '--json'], first)
    expect(there.stderr).toContain(`${days.length} events compared, byte for byte: all the same.`)
    expect(there.stderr).toContain('Groups entities, projector, stats go on in the kafka log.')
    expect(there.code).toBe(0)
    const copied = (JSON.parse(there.stdout) as { copied: number }[]).reduce((sum, one) => sum + one.copied, 0)
    expect(copied).toBe(days.length)

    const back = await copy(['--to', 'embedded', '--verify'], second)
    expect(back.stderr).toContain(`${days.length} events compared`)
    const [left, right] = [first, second].map((database) =>
      createEmbeddedLog({ pool: database.pool('log'), clock: systemClock }),
    )
    expect(await compareLogs(left as EventLog, right as EventLog)).toBe(days.length)
    await Promise.all([left?.close(), right?.close()])

    // The groups of the first database go on, on Kafka: one more day, and nothing of the others once more.
    const applied = async () =>
      (
        await first
          .pool('racing')
          .query<{ group_name: string; events_applied: bigint }>(
            'SELECT group_name, events_applied FROM projection_groups ORDER BY 1',
          )
      ).rows.map((row) => Number(row.events_applied))
    const before = await applied()
    const next = [...generatedEvents({ first: '2025-03-04', last: '2025-03-04' })]
      .flat()
      .filter((one) => one.type !== 'ReferenceFetched')
    const log = createKafkaLog({ brokers: cluster?.brokers ?? [], topicPrefix, clock: systemClock })
    const codec = createCodec({ registry: createTableRegistry({ pool: first.pool('log') }) })
    const onKafka = await startGroups(first, '2025-03-10', { log, codec })
    await onKafka.apply(next)
    await onKafka.stop()
    expect(await applied()).toEqual(before.map((count) => count + next.length))
    const { rows } = await first.pool('racing').query('SELECT error_message FROM dead_letters')
    expect(rows).toEqual([])

    const diverged = await copy(['--to', 'kafka'], first)
    expect(diverged).toMatchObject({ code: 1 })
    expect(diverged.stderr).toMatch(/error: The kafka log has gone its own way/)
    const wrong = await copy(['--to', 'paper'], first)
    expect(wrong).toMatchObject({ code: 2 })
  })
})
