/** The commands of fetching as people of a cluster use them: Kafka, a registry, a Postgres of their own, the services apart. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startSimulator, type RunningSimulator } from '../../services/simulator/main.js'
import { command } from '../support/command.js'
import { kafkaForTests, onCluster } from '../support/kafka.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { writeSmallDays, type SmallDays } from '../support/smallDays.js'

const cluster = await kafkaForTests('fetching by command', { registry: true })
let home: string
let days: SmallDays
let simulator: RunningSimulator
let database: TestDatabase
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-kafka-'))
  days = writeSmallDays('2025-10-01', '2025-10-23', 1)
  simulator = await startSimulator({ days: days.folder, rate: null, now: '2025-10-23T20:00:00Z' })
  database = await createTestDatabase()
})
afterAll(async () => {
  await cluster?.stop()
  await simulator.stop()
  await database.drop()
  days.remove()
  await rm(home, { recursive: true, force: true })
})

test.skipIf(cluster === null)('a range, a sync, gaps, steering and retries, over Kafka', async () => {
  if (cluster === null) throw new TypeError('it is skipped without a cluster')
  const environment = {
    ...onCluster(cluster),
    DATABASE_URL: database.url,
    DARKHORSES_HOME: home,
    RACING_API_USERNAME: 'simulator',
    RACING_API_PASSWORD: 'simulator',
    RACING_API_BASE_URL: `${simulator.url}/v1`,
    RACING_API_RATE: '20',
    AS_OF: '2025-10-23',
  }
  const start = (...args: string[]) => command(args, environment)
  const run = (...args: string[]) => start(...args).ended
  const json = async <T>(...args: string[]) => JSON.parse((await run(...args, '--json')).stdout) as T

  // Nobody runs: the command brings up what it needs, beside the cluster, and takes it down again.
  const october = ['--start-date', '2025-10-01', '--end-date', '2025-10-03']
  simulator.faults.set([{ kind: 422, endpoint: 'results', where: '2025-10-02' }])
  const failed = await json<{ run: string; done: number; failed: number }>('backfill', 'events', ...october)
  expect(failed).toMatchObject({ done: 5, failed: 1 })
  simulator.faults.set([])

  const services = [start('fetcher'), start('projector'), start('entities'), start('stats')]
  expect(await run('gaps', ...october, '--fill')).toMatchObject({ code: 0, stderr: '' })
  expect((await run('gaps', ...october)).stdout).toMatch(/^No gaps/)
  expect(await json('sync', '--days-back', '1', '--days-ahead', '0')).toMatchObject({
    state: 'done',
    done: 4,
    failed: 0,
  })

  const detached = await run('backfill', 'events', '--start-date', '2024-01-01', '--end-date', '2024-12-31', '--detach')
  const id = /Run (\S+): left to the service/.exec(detached.stdout)?.[1] ?? detached.stderr
  expect((await run('pause', id)).stdout).toBe(`Run ${id} is paused, priority backfill.\n`)
  expect((await run('priority', id, 'live')).stdout).toBe(`Run ${id} is paused, priority live.\n`)
  expect((await run('resume', id)).stdout).toMatch(/is (requested|running), priority live/)
  expect((await run('cancel', id)).stdout).toMatch(/is cancelled/)
  expect((await run('resume', id)).stderr).toMatch(/is cancelled and cannot be resumed/)
  expect(await json('retry', 'results:2025-10-03')).toMatchObject({ state: 'done', total: 1, done: 1 })
  const runs = await json<{ id: string; state: string }[]>('runs')
  expect(runs.find((one) => one.id === failed.run)?.state).toBe('failed')
  expect(runs.find((one) => one.id === id)?.state).toBe('cancelled')
  expect(await run('wait', '--timeout', '60')).toMatchObject({ code: 0 })
  const { rows } = await database.pool('racing').query('SELECT count(*)::int AS races FROM ra_races WHERE has_result')
  expect(rows).toEqual([{ races: 3 + 2 }])
  for (const service of services) service.child.kill('SIGTERM')
  for (const service of services) expect((await service.ended).code).toBe(130)
})
