/** The example of docs/projections.md: at most 30 lines, and it does what the page says. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goingByCourse, table } from '../../docs/examples/goingByCourse.js'
import { resultFetched } from '../../lib/events/fetched.js'
import { runProjection } from '../../lib/projection/index.js'
import { resultRace } from '../racing/builders.js'
import { openHarness, type Harness } from './harness.js'

let harness: Harness
beforeAll(async () => {
  harness = await openHarness()
  await harness.pool.query(table)
})
afterAll(() => harness.close())

test('is short', () => {
  const lines = readFileSync(new URL('../../docs/examples/goingByCourse.ts', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  expect(lines.length).toBeLessThanOrEqual(30)
})

test('gives the newest going of every race, whatever comes first', async () => {
  const result = (raceId: string, hour: number, going: string) =>
    resultFetched({ source: 'test', fetchedAt: Date.UTC(2025, 3, 1, hour), runId: null }, 'results', raceId, resultRace(['1'], { race_id: raceId, going })) // prettier-ignore
  const running = runProjection(harness.options(goingByCourse))
  await harness.log.append(await harness.codec.encodeMany([result('rac_1', 20, 'Soft'), result('rac_2', 20, 'Good')]))
  await harness.applied(goingByCourse)
  await harness.log.append(
    await harness.codec.encodeMany([
      result('rac_1', 18, 'Good'),
      result('rac_2', 21, 'Firm'),
      result('rac_2', 22, 'Heavy'),
    ]),
  )
  await harness.applied(goingByCourse)
  await running.stop()
  const { rows } = await harness.pool.query('SELECT race_id, going FROM going_by_course ORDER BY race_id')
  expect(rows).toEqual([
    { race_id: 'rac_1', going: 'Soft' },
    { race_id: 'rac_2', going: 'Heavy' },
  ])
})
