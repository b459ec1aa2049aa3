/** What a foreign producer may write where no schema rules: keys, headers and sizes that Postgres or the log would refuse. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goingByCourse, table } from '../../docs/examples/goingByCourse.js'
import { systemClock } from '../../lib/clock.js'
import { transaction } from '../../lib/db/transaction.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { topics } from '../../lib/events/topics.js'
import { retryDeadLetters } from '../../lib/projection/index.js'
import { setAside } from '../../lib/projection/deadLetters.js'
import { relayOnce } from '../../lib/projection/outbox.js'
import { resultRace } from '../racing/builders.js'
import { openHarness, type Harness } from './harness.js'

const { group } = goingByCourse
let harness: Harness
beforeAll(async () => {
  harness = await openHarness()
  await harness.pool.query(table)
})
afterAll(() => harness.close())

test('any key, header, message and size can be set aside, told, and retried once', async () => {
  const fetch = { source: 'test', fetchedAt: Date.UTC(2025, 3, 1), runId: null }
  const { value } = await harness.codec.encode(
    resultFetched(fetch, 'results', 'rac_1', resultRace(['1'], { race_id: 'rac_1', going: 'Good' })),
  )
  const place = { topic: topics.results, partition: 0, timestamp: Date.UTC(2025, 3, 2) }
  const strange = { key: 'a\u0000b', headers: { 'h\u0000': 'x\u0000y', traceparent: '00-ab-cd-01' } }
  const letters = [
    { stored: { ...place, ...strange, offset: 0n, value }, error: new Error(`no\u0000 ${'x'.repeat(495)}🐎 ${'🐎'.repeat(3000)}`) },
    { stored: { ...place, ...strange, offset: 1n, value: Buffer.alloc(5 * 1024 * 1024, 1) }, error: new Error('large') },
  ] // prettier-ignore
  for (const letter of letters) {
    await transaction(harness.pool, (client) =>
      setAside(client, group, letter, { codec: harness.codec, clock: systemClock, sideEffects: true }),
    )
  }
  while ((await relayOnce(harness.pool, harness.log)) > 0);
  const told = await harness.log.read({ topic: topics.deadLetters, partition: 0, from: 0n })
  expect(told.map((one) => one.headers['dlq.original.offset'])).toEqual(['0', '1'])
  expect(told[0]?.headers['traceparent']).toBe('00-ab-cd-01')
  expect(told[1]?.value?.length).toBeLessThan(10_000)
  const { rows } = await harness.pool.query(
    'SELECT key, octet_length(value) AS bytes, appended_at FROM dead_letters ORDER BY "offset"',
  )
  expect(rows).toEqual([
    { key: 'a\uFFFDb', bytes: value?.length, appended_at: new Date(place.timestamp) },
    { key: 'a\uFFFDb', bytes: 5 * 1024 * 1024, appended_at: new Date(place.timestamp) },
  ])

  const retry = { pool: harness.pool, projection: goingByCourse, codec: harness.codec, clock: systemClock }
  const both = await Promise.all([retryDeadLetters(retry), retryDeadLetters(retry)])
  expect(both.reduce((sum, one) => sum + one.applied, 0)).toBe(1)
  expect((await harness.pool.query('SELECT going FROM going_by_course')).rows).toEqual([{ going: 'Good' }])
})
