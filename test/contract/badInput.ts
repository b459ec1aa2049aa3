/** Bad events: set aside with position and reason, the group goes on; after the fix a retry gives the tables of a clean run. Run on each log. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { resultFetched } from '../../lib/events/fetched.js'
import type { SchemaRegistry } from '../../lib/events/registry.js'
import { schemas } from '../../lib/events/schemas.generated.js'
import { topics } from '../../lib/events/topics.js'
import type { NewEvent, StoredEvent } from '../../lib/log/log.js'
import { DataError } from '../../lib/projection/dataError.js'
import { retryDeadLetters } from '../../lib/projection/deadLetters.js'
import { relayOnce } from '../../lib/projection/outbox.js'
import { withoutGathering, type Projection } from '../../lib/projection/projection.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { racesProjection } from '../../services/projector/races/racesProjection.js'
import { resultRace, resultRunner } from '../racing/builders.js'
import { recordedEvents } from '../support/recordedEvents.js'
import { sharedData } from '../support/sharedData.js'
import { openHarness, raceTables, type Harness } from '../projection/harness.js'
import { eventually } from '../support/eventually.js'
import type { OpenPlace } from './place.js'

const shared = sharedData()
if (shared === null) console.warn('dead letters are not tried: there are no recorded days (set DARKHORSES_SHARED)')

/** ResultFetched with one more field: the schema of a future version, which no registry has seen. */
function schemaOfTheFuture(): string {
  const result = JSON.parse(schemas.ResultFetched) as { fields: unknown[] }
  result.fields.push({ name: `later_${randomBytes(4).toString('hex')}`, type: ['null', 'string'], default: null })
  return JSON.stringify(result)
}

/** The id that a registry will give to the next schema: ids count up. */
async function nextId(registry: SchemaRegistry): Promise<number> {
  return 1 + (await registry.register('probe-value', '{"type":"record","name":"Probe","fields":[]}'))
}

/** The same event as a producer of the future writes it: another schema id, one more (null) field. */
function fromTheFuture(event: NewEvent, schemaId: number): NewEvent {
  const value = Buffer.concat([event.value ?? Buffer.alloc(0), Buffer.from([0])])
  value.writeInt32BE(schemaId, 1)
  return { ...event, value }
}

/** The projector with a defect that can be mended. */
function defective(races: ReadonlySet<string>, mended: () => boolean, onBadEvent: 'skip' | 'pause'): Projection {
  const inner = withoutGathering(racesProjection())
  return {
    ...inner,
    onBadEvent,
    apply: async (events, client) => {
      for (const { event } of events) {
        if (mended() || !('race_id' in event) || !races.has(event.race_id)) continue
        if (event.type === 'RacecardFetched')
          throw new DataError(`The card of race ${event.race_id} is not to its liking`)
        // A defect of the program: no error of ours, and not foreseen.
        throw new TypeError("Cannot read properties of undefined (reading 'runners')")
      }
      await inner.apply(events, client)
    },
  }
}

/** Runs it. */
export function badInputContract(name: string, openPlace: OpenPlace): void {
  describe.skipIf(shared === null)(`bad input: ${name}`, () => {
    let clean: Harness
    let harness: Harness
    let cleanTables: Record<string, readonly string[]>
    const recorded = shared === null ? [] : recordedEvents(shared)
    const events = [
      ...recorded.slice(0, 60),
      ...recorded.filter((event) => event.type === 'ResultFetched').slice(0, 30),
    ]
    const planted = new Set(events.filter((_event, i) => i % 20 === 3).map((event) => event.race_id))
    const fetch = { source: 'test', fetchedAt: Date.UTC(2026, 0, 5), runId: null }
    const large = resultFetched(fetch, 'results', 'rac_large', resultRace(
    [resultRunner('1', { comment: 'x'.repeat(1024 * 1024) })], { race_id: 'rac_large' })) // prettier-ignore
    const future = resultFetched(fetch, 'results', 'rac_future', resultRace(['1'], { race_id: 'rac_future' }))

    beforeAll(async () => {
      clean = await openHarness(openPlace)
      harness = await openHarness(openPlace)
      const encoded = await clean.codec.encodeMany([...events, large, future])
      await clean.log.append(encoded)
      const running = runProjection(clean.options())
      await clean.applied()
      await running.stop()
      cleanTables = await raceTables(clean.pool)
    })
    afterAll(async () => {
      await clean.close()
      await harness.close()
    })

    test('go aside one by one, with position and reason; retries of one, of a cause and of all give the clean tables', async () => {
      const encoded = await harness.codec.encodeMany([...events, large, future])
      const [first, ...rest] = encoded
      const good = rest.slice(0, -1)
      const registry = harness.place.openRegistry()
      const futureId = await nextId(registry)
      const cut = { ...(good[0] as NewEvent), value: good[0]?.value?.subarray(0, 300) ?? null }
      const bad: NewEvent[] = [
        { topic: topics.results, key: 'rac_1', value: Buffer.from('{"race":"as JSON"}') },
        { topic: topics.results, key: 'rac_1', value: Buffer.from([0, 0, 0, 0x27, 0x0f, 1, 2, 3]) },
        { topic: topics.results, key: 'rac_1', value: Buffer.from([1, 0, 0, 0, 1, 1, 2, 3]) },
        { topic: topics.results, key: 'rac_1', value: Buffer.from([0, 0]) },
        { topic: topics.results, key: 'rac_1', value: null },
        cut,
        { topic: topics.results, key: 'rac_1', value: Buffer.alloc(1024 * 1024, 0xff) },
        fromTheFuture(encoded.at(-1) as NewEvent, futureId),
      ]
      // A key is for order only: an event without one is as good as any.
      const all = [{ ...(first as NewEvent), key: null }, ...good]
      const spread = bad.flatMap((one, i) => [...all.slice(i * 10, i * 10 + 10), one])
      const positions = await harness.log.append([...spread, ...all.slice(bad.length * 10)])
      let mended = false
      const projection = defective(planted, () => mended, 'skip')
      const running = runProjection(harness.options(projection))
      await harness.applied(projection)

      const { rows } = await harness.pool.query<{ topic: string; offset: bigint; error_code: string; cause: string }>(
        'SELECT topic, "offset", error_code, error_message, cause FROM dead_letters ORDER BY topic, "offset"',
      )
      const undecodable = rows.filter((row) => row.error_code === 'EVENT_UNDECODABLE')
      const expected = bad.map((_one, i) => positions[i * 11 + 10])
      expect(undecodable.map((row) => `${row.topic}/${row.offset}`).sort()).toEqual(
        expected.map((position) => `${position?.topic}/${position?.offset}`).sort(),
      )
      expect(undecodable.map((row) => row.cause).join('\n')).toMatch(/first byte is #.*not the #/)
      const ofPlanted = events.filter((event) => planted.has(event.race_id))
      expect(rows.length - undecodable.length).toBe(ofPlanted.length)
      // The group goes on, and says so.
      const { rows: state } = await harness.pool.query(
        "SELECT state FROM projection_groups WHERE group_name = 'projector'",
      )
      expect(state).toEqual([{ state: 'running' }])
      const { rows: lag } = await harness.pool.query('SELECT sum(events_behind)::int AS behind FROM projection_lag')
      expect(lag).toEqual([{ behind: 0 }])

      // Before the fix nothing changes but the number of attempts.
      const retry = { pool: harness.pool, projection, codec: harness.codec, clock: systemClock }
      expect((await retryDeadLetters(retry)).applied).toBe(0)
      mended = true
      expect(await registry.register(`${topics.results}-value`, schemaOfTheFuture())).toBe(futureId)
      const one = rows.find((row) => row.error_code === 'UNEXPECTED') ?? rows[0]
      const at = { topic: one?.topic ?? '', partition: 0, offset: one?.offset ?? 0n }
      expect(await retryDeadLetters({ ...retry, at })).toMatchObject({ applied: 1 })
      const cause = rows.find((row) => row.error_code === 'EVENT_UNUSABLE')?.cause ?? ''
      expect((await retryDeadLetters({ ...retry, cause })).applied).toBeGreaterThan(0)
      const last = await retryDeadLetters(retry)
      expect(last.failed).toHaveLength(bad.length - 1)
      expect(await raceTables(harness.pool)).toEqual(cleanTables)
      await running.stop()

      // Each was told on the dead-letter topic once, redrivable by others.
      while ((await relayOnce(harness.pool, harness.log)) > 0);
      const told: StoredEvent[] = []
      await eventually('all are read', async () => {
        const from = (told.at(-1)?.offset ?? -1n) + 1n
        told.push(...(await harness.log.read({ topic: topics.deadLetters, partition: 0, from })))
        return told.length >= rows.length
      })
      await harness.codec.prepare(told)
      const letters = told.map((one) => harness.codec.decode(one))
      expect(
        letters.map((one) => (one.type === 'DeadLetter' ? `${one.topic}/${one.offset} ${one.error_code}` : '')).sort(),
      ).toEqual(rows.map((row) => `${row.topic}/${row.offset} ${row.error_code}`).sort())
      expect(told).toHaveLength(rows.length)
      expect(told[0]?.headers).toMatchObject({ 'dlq.group': 'projector', 'dlq.original.partition': '0' })
    })

    test('a group that pauses at a bad event says why, keeps its place, and goes on after the fix', async () => {
      const other = await openHarness(openPlace)
      const [bad] = planted
      let mended = false
      const projection = defective(new Set([bad ?? '']), () => mended, 'pause')
      await other.log.append(await other.codec.encodeMany([...events, large, future]))
      const running = runProjection(other.options(projection))
      await running.done
      const { rows } = await other.pool.query<{ state: string; last_error: string }>(
        "SELECT state, last_error FROM projection_groups WHERE group_name = 'projector'",
      )
      expect(rows[0]).toMatchObject({ state: 'paused', last_error: expect.stringContaining(bad ?? '') as unknown })
      expect((await other.pool.query('SELECT 1 FROM dead_letters')).rows).toEqual([])
      mended = true
      const again = runProjection(other.options(projection))
      await other.applied(projection)
      await again.stop()
      expect(await raceTables(other.pool)).toEqual(cleanTables)
      await eventually('the state is written', async () => {
        const { rows: now } = await other.pool.query<{ state: string }>('SELECT state FROM projection_groups')
        return now[0]?.state === 'stopped'
      })
      await other.close()
    })
  })
}
