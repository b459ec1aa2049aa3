/** The schema registry is away at the start and in the middle: who needs it waits and says so, and nothing is lost or doubled. Run on each log. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goingByCourse, table } from '../../docs/examples/goingByCourse.js'
import { systemClock } from '../../lib/clock.js'
import { isRetriable } from '../../lib/errors.js'
import { createCodec, type Codec } from '../../lib/events/codec.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { schemas } from '../../lib/events/schemas.generated.js'
import { topics } from '../../lib/events/topics.js'
import { runProjection } from '../../lib/projection/runProjection.js'
import { openHarness, type Harness } from '../projection/harness.js'
import { eventually } from '../support/eventually.js'
import { resultRace } from '../racing/builders.js'
import type { OpenPlace } from './place.js'

const { group } = goingByCourse

function results(from: number, to: number) {
  return Array.from({ length: to - from }, (_unused, i) =>
    resultFetched({ source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }, 'results', `rac_${from + i}`, resultRace(['1'], { race_id: `rac_${from + i}`, going: 'Good' }))) // prettier-ignore
}

/** Runs it. */
export function registryContract(name: string, openPlace: OpenPlace): void {
  describe(`the schema registry goes away: ${name}`, () => {
    let harness: Harness
    beforeAll(async () => {
      harness = await openHarness(openPlace)
      await harness.pool.query(table)
    })
    afterAll(() => harness.close())

    const freshCodec = () => createCodec({ registry: harness.place.openRegistry() })

    async function state(): Promise<{ state: string; last_error: string | null; applied: number }> {
      const { rows } = await harness.pool.query<{ state: string; last_error: string | null; applied: number }>(
        'SELECT state, last_error, events_applied::int AS applied FROM projection_groups WHERE group_name = $1',
        [group],
      )
      return rows[0] ?? { state: 'none', last_error: null, applied: 0 }
    }

    /** Waits until the group says that it waits for the registry. */
    async function waits(): Promise<void> {
      await eventually('the group waits, visibly', async () => (await state()).state === 'retrying')
      expect((await state()).last_error).toContain(harness.place.registryName)
    }

    /** Encodes and appends until both are done, as a producer does that is told to try again; returns the errors met. */
    async function appendSurely(codec: Codec, events: ReturnType<typeof results>): Promise<unknown[]> {
      const errors: unknown[] = []
      for (;;) {
        try {
          await harness.log.append(await codec.encodeMany(events))
          return errors
        } catch (error) {
          if (!isRetriable(error)) throw error
          errors.push(error)
          await systemClock.sleep(100)
        }
      }
    }

    /** The errors name the registry, and say that trying again can help. */
    function expectOutage(errors: readonly unknown[]): void {
      expect(errors.length).toBeGreaterThan(0)
      const { registryName } = harness.place
      for (const error of errors)
        expect(error).toMatchObject({
          code: 'REGISTRY_UNAVAILABLE',
          retriable: true,
          message: expect.stringContaining(registryName) as unknown,
        })
    }

    test('at the start and in the middle: consumers wait and go on, producers are told, nothing is lost or doubled', async (context) => {
      const { registry } = harness.place
      if (registry === null) return context.skip('the registry is not ours to kill')
      // What another process has written before.
      await appendSurely(freshCodec(), results(0, 10))

      await registry.down()
      const first = runProjection(harness.options(goingByCourse, { codec: freshCodec() }))
      const producer = appendSurely(freshCodec(), results(10, 20))
      await expect(freshCodec().encodeMany(results(99, 100))).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' })
      await waits()
      expect((await state()).applied).toBe(0)
      await registry.up()
      expectOutage(await producer)
      await harness.applied(goingByCourse)
      await eventually('it runs again', async () => (await state()).state === 'running')
      expect((await state()).applied).toBe(20)

      // A schema that the consumer has not seen: of another program's newer version, registered while it can be.
      const newer = JSON.parse(schemas.ResultFetched) as { fields: unknown[] }
      newer.fields.push({ name: 'later', type: ['null', 'string'], default: null })
      const newerId = await harness.place.openRegistry().register(`${topics.results}-value`, JSON.stringify(newer))
      const written = freshCodec()
      await written.encodeMany(results(0, 1))
      await registry.down()
      // Whoever knows the schemas already goes on.
      await appendSurely(written, results(20, 30))
      await harness.applied(goingByCourse)
      expect(await state()).toMatchObject({ state: 'running', applied: 30 })
      const late = appendSurely(freshCodec(), results(31, 40))
      const [event] = await written.encodeMany(results(30, 31))
      const value = Buffer.concat([event?.value ?? Buffer.alloc(0), Buffer.from([0])])
      value.writeInt32BE(newerId, 1)
      await harness.log.append([{ topic: topics.results, key: 'rac_30', value }])
      await waits()
      await registry.up()
      expectOutage(await late)
      await harness.applied(goingByCourse)
      await first.stop()

      expect((await state()).applied).toBe(40)
      const { rows } = await harness.pool.query('SELECT count(*)::int AS races FROM going_by_course')
      expect(rows).toEqual([{ races: 40 }])
      expect((await harness.pool.query('SELECT error_message FROM dead_letters')).rows).toEqual([])
      const stored = await harness.log.read({ topic: topics.results, partition: 0, from: 0n })
      expect(stored.map((one) => one.key).sort()).toEqual(results(0, 40).map((one) => one.race_id).sort()) // prettier-ignore
    })
  })
}
