/**
 * A trace from the message that asks to the race that is in the database: in the headers of everything that a run appends, whoever
 * fetches it, and of what the projections tell. Run on each log.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isTraceparent } from '../../lib/events/traceContext.js'
import { topics, type TopicName } from '../../lib/events/topics.js'
import type { StoredEvent } from '../../lib/log/log.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { startProjector } from '../../services/projector/main.js'
import { openWorld, type World } from '../fetcher/world.js'
import { eventually } from '../support/eventually.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
const facts: readonly TopicName[] = [topics.racecards, topics.results, topics.reference, topics.horseProfiles]

/** Runs it; `environment` names the log, with topics of its own. */
export function traceContract(name: string, environment: () => Readonly<Record<string, string>>): void {
  describe(`a trace is carried: ${name}`, () => {
    let days: SmallDays
    let world: World
    beforeAll(async () => {
      days = writeSmallDays('2025-09-01', '2025-09-10', 1)
      world = await openWorld({
        simulator: { days: days.folder },
        rate: 20,
        concurrency: 1,
        environment: environment(),
      })
    })
    afterAll(async () => {
      await world.close()
      days.remove()
    })

    const stored = (topic: TopicName) => world.stored(topic)
    const tracesOf = (events: readonly StoredEvent[]) => [
      ...new Set(events.map(({ headers }) => headers['traceparent'])),
    ]
    const tell = (message: object, headers: StoredEvent['headers'] = {}) =>
      world.runtime.log.append([
        { topic: topics.control, key: null, value: Buffer.from(JSON.stringify(message)), headers },
      ])
    const kinds = ['racecards', 'results', 'courses', 'bookmakers']

    test('from the message to every event and fetch-log entry of its run, over a change of fetchers, and to what is settled', async () => {
      const projector = startProjector(world.runtime)
      const profile = `profiles:${days.horseId}`
      await tell(
        {
          id: 'traced',
          command: 'start_run',
          kinds,
          start_date: '2025-09-01',
          end_date: '2025-09-05',
          units: [profile],
        },
        { traceparent, b3: 'not passed on' },
      )
      await tell({ id: 'odd', command: 'start_run', kinds: ['odds'] }, { traceparent })
      const first = await startFetcher(world.runtime)
      await eventually('it is under way', () => world.calls().length > 3)
      await first.stop()
      const before = (await stored(topics.fetchLog)).length
      expect(before).toBeLessThan(13)
      const second = await startFetcher(await world.another())
      await world.ended('traced')
      const settled = async () => (await stored(topics.settled)).length
      await eventually('five races are settled, with card and result', async () => (await settled()) >= 5)
      await second.stop()
      await projector.stop()
      for (const topic of [...facts, topics.fetchLog, topics.settled]) {
        const events = await stored(topic)
        expect([topic, events.length > 0, tracesOf(events)]).toEqual([topic, true, [traceparent]])
        expect(events.every(({ headers }) => headers['b3'] === undefined)).toBe(true)
      }
      expect((await stored(topics.fetchLog)).length).toBeGreaterThan(before)
      const refused = (await world.fetchLog()).filter(({ outcome }) => outcome === 'rejected')
      expect(refused.map(({ unit }) => unit)).toEqual(['start_run:odd'])
    })

    test.each([
      ['nothing', 'untraced', {}],
      ['a header that is none', 'mistraced', { traceparent: '00-ab-cd-01' }],
    ])('a run that was asked for with %s gets a trace of its own', async (_what, id, headers) => {
      const before = (await stored(topics.fetchLog)).length
      await tell({ id, command: 'start_run', kinds: [], units: ['results:2025-09-09', 'results:2025-09-10'] }, headers) // prettier-ignore
      const first = await startFetcher(world.runtime)
      expect(await world.ended(id)).toMatchObject({ state: 'done' })
      await first.stop()
      const traces = tracesOf((await stored(topics.fetchLog)).slice(before))
      expect(traces).toHaveLength(1)
      expect(traces[0]).not.toBe(traceparent)
      expect(isTraceparent(traces[0] ?? '')).toBe(true)
    })
  })
}
