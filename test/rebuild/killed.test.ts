/** Rebuilds as processes of their own: killed at any point, out of disk, asked for by message. The live tables stay whole. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendControl } from '../../services/fetcher/sendControl.js'
import { command } from '../support/command.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { isGone, liveTables, obstacle, points, until } from './moments.js'
import { startSystem, type System } from './system.js'

let database: TestDatabase
let system: System
let home: string
let days: ReturnType<typeof generatedEvents>

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-killed-'))
  database = await createTestDatabase()
  system = await startSystem(database)
  days = generatedEvents({ first: '2025-11-03', last: '2025-12-20' })
  for (let i = 0; i < 3; i += 1) await system.append(days.next().value ?? [])
  await system.applied()
})
afterAll(async () => {
  await system.close()
  await database.drop()
  await rm(home, { recursive: true, force: true })
})

const rebuild = (...args: string[]) =>
  command(['rebuild', ...args], { DATABASE_URL: database.url, DARKHORSES_HOME: home, AS_OF: '2025-04-10' })
test('killed at any point: the live tables are whole, and the next rebuild goes on', { timeout: 900_000 }, async () => {
  const before = await liveTables(system.tools.admin)
  for (const { at, args, hold, condition } of points) {
    const keeper = hold === null ? null : await obstacle(database.url, hold)
    const running = rebuild(...args)
    await until(system.tools.admin, condition)
    running.child.kill('SIGKILL')
    await running.ended
    await keeper?.end()
    await until(system.tools.admin, isGone)
    expect(await liveTables(system.tools.admin), at).toBe(before)
  }
  const { rows } = await system.tools.admin.query('SELECT state FROM rebuilding.rebuilds')
  expect(rows).toEqual([{ state: 'filled' }])
})

test('a full disk ends it with a sentence; live goes on, and so does the rebuild afterwards', async () => {
  const { admin } = system.tools
  await admin.query(`CREATE FUNCTION public.disk_is_full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    RAISE EXCEPTION USING ERRCODE = '53100', MESSAGE = 'could not extend file "base/1/2": No space left on device'; END $$`)
  await admin.query(
    'CREATE TRIGGER disk_is_full BEFORE INSERT OR UPDATE ON racing_next.race_state EXECUTE FUNCTION public.disk_is_full()',
  )
  await system.append(days.next().value ?? [])
  const full = await rebuild('--diff').ended
  expect(full.code).toBe(1)
  expect(full.stderr).toMatch(
    /error: The rebuild stopped in group projector: could not extend file .* The live tables are untouched\. .*goes on where it stopped/,
  )
  await system.applied()
  await admin.query('DROP FUNCTION public.disk_is_full() CASCADE')
  const done = await rebuild('--expect', 'none', '--swap', '--json').ended
  expect(done.stderr).toContain('Going on with rebuild')
  expect(JSON.parse(done.stdout)).toMatchObject({ swapped: true, refused: [], dead_letters: [] })
  expect(done.code).toBe(0)
})

test('by control message: done once, refused with the reason, listed by status', async () => {
  const serving = rebuild('serve')
  try {
    const ask = (id: string, projections: string[]) =>
      sendControl(system.tools, { id, command: 'rebuild', projections, requested_at: Date.now() })
    await ask('asked', ['stats'])
    await ask('asked', ['stats'])
    await ask('wrong', ['cook'])
    await until(system.tools.admin, "EXISTS (SELECT FROM rebuilding.rebuilds WHERE id = 'asked' AND state = 'swapped')")
    await until(system.tools.admin, "EXISTS (SELECT FROM rebuilding.rebuilds WHERE id = 'wrong' AND state = 'refused')")
  } finally {
    serving.child.kill('SIGTERM')
  }
  expect((await serving.ended).code).toBe(130)
  const [end] = await system.log.ends(['fetch-log'])
  const answers = await system.log.read({ topic: 'fetch-log', partition: 0, from: 0n, limit: Number(end?.offset) })
  await system.tools.codec.prepare(answers)
  expect(answers.map((stored) => system.tools.codec.decode(stored))).toMatchObject([
    { unit: 'rebuild:wrong', outcome: 'rejected', message: 'There is no projection cook: projector, entities, stats.' },
  ])
  const status = await rebuild('status', '--json').ended
  expect(JSON.parse(status.stdout)).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ id: 'asked', state: 'swapped', projections: ['stats'] }),
      expect.objectContaining({ id: 'wrong', state: 'refused' }),
    ]),
  )
  expect((await rebuild('rollback').ended).stderr).toMatch(/is rolled back \(\d+\.\d\d s\)/)
  expect((await rebuild('drop').ended).stderr).toMatch(/is dropped/)
  expect((await rebuild('rollback').ended).stderr).toMatch(/^error: There is nothing to go back to/)
})
