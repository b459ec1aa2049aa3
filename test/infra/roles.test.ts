/** Each service with its own login of infra/roles.sql: what it has is enough, and it cannot write what is another's. */
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { openRuntime, type Runtime } from '../../lib/runtime.js'
import { startSchedule } from '../../lib/schedule/startSchedule.js'
import { together } from '../../lib/service.js'
import { createAlerts } from '../../services/console/alerts/watchAlerts.js'
import { startConsole } from '../../services/console/main.js'
import { waitUntilApplied } from '../../services/console/applied.js'
import { fetcherJobs } from '../../services/fetcher/schedule/fetcherJobs.js'
import { sendControl } from '../../services/fetcher/sendControl.js'
import { startFetcher } from '../../services/fetcher/main.js'
import { startEntities, startProjector } from '../../services/projector/main.js'
import { startSimulator } from '../../services/simulator/main.js'
import { statsJobs } from '../../services/stats/scheduledWork.js'
import { requestWork } from '../../services/stats/work.js'
import { startStats } from '../../services/stats/main.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

const roles = ['fetcher', 'projector', 'entities', 'stats', 'console', 'reader'] as const
type Role = (typeof roles)[number]
const rolesSql = readFileSync(new URL('../../infra/roles.sql', import.meta.url), 'utf8')
const suffix = randomBytes(4).toString('hex')
const password = randomBytes(8).toString('hex')

let database: TestDatabase
let owner: pg.Client

/** The test's database as one role sees it. */
const urlOf = (role: Role) => {
  const url = new URL(database.url)
  url.username = `${role}_${suffix}`
  url.password = password
  return url.toString()
}

beforeAll(async () => {
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  await owner.query('SET search_path = racing, fetching, log, public')
  await owner.query(rolesSql)
  await owner.query(rolesSql)
  for (const role of roles)
    await owner.query(`CREATE ROLE ${role}_${suffix} LOGIN PASSWORD '${password}' IN ROLE darkhorses_${role}`)
})
afterAll(async () => {
  await owner.end()
  await database.drop()
  const admin = new pg.Client({ connectionString: new URL('/postgres', database.url).toString() })
  await admin.connect()
  for (const role of roles) await admin.query(`DROP ROLE ${role}_${suffix}`)
  await admin.end()
})

test('the whole system runs, each part with its own role: fetched, applied, recalculated, told', async () => {
  const simulator = await startSimulator({ now: '2025-06-10T22:30:00Z', rate: null })
  const runtimes: Runtime[] = []
  const as = async (role: Role) => {
    const environment = {
      DATABASE_URL: urlOf(role),
      AS_OF: '2025-06-10',
      RACING_API_USERNAME: simulator.username,
      RACING_API_PASSWORD: simulator.password,
      RACING_API_BASE_URL: `${simulator.url}/v1`,
      RACING_API_RATE: '0',
    }
    const runtime = await openRuntime({
      config: readConfig({ CONSOLE_PORT: '0', ...environment }, '/'),
      databaseUrl: urlOf(role),
      logger: createLogger({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    })
    runtimes.push(runtime)
    return runtime
  }
  const plain = await testRuntime(database)
  runtimes.push(plain)
  await sendControl(plain, {
    id: 'roles',
    command: 'start_run',
    kinds: ['regions', 'courses', 'bookmakers', 'racecards', 'results', 'profiles'],
    start_date: '2025-06-08',
    end_date: '2025-06-08',
    requested_at: systemClock.now().getTime(),
  })
  const [fetching, counting] = [await as('fetcher'), await as('stats')]
  const services = [
    together(await startFetcher(fetching), startSchedule(fetching, 'fetcher', fetcherJobs(fetching))),
    startProjector(await as('projector')),
    startEntities(await as('entities')),
    together(startStats(counting), startSchedule(counting, 'stats', statsJobs(counting))),
  ]
  try {
    const ended = Promise.race(services.map((service) => service.done.then(() => 'ended')))
    const settled = waitUntilApplied(plain, { timeoutMs: 90_000 })
    expect(await Promise.race([settled, ended])).toEqual([])
    await requestWork(plain.pool('racing'), { id: 'again', command: 'recalculate', tables: [], at: systemClock.now() })
    await expect
      .poll(async () => (await owner.query('SELECT FROM stats_work WHERE finished_at IS NULL')).rowCount)
      .toBe(0)
    const { rows } = await owner.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM ra_races) AS races, (SELECT count(*)::int FROM ra_mst_jockeys WHERE total_rides > 0) AS jockeys,
         (SELECT count(*)::int FROM dead_letters) AS letters, (SELECT count(*)::int FROM projection_groups WHERE last_error IS NOT NULL) AS errors`,
    )
    expect(rows[0]).toMatchObject({ letters: 0, errors: 0 })
    expect(rows[0]?.['races']).toBeGreaterThan(5)
    expect(rows[0]?.['jockeys']).toBeGreaterThan(5)

    const web = await startConsole(await as('console'))
    for (const path of ['/readyz', '/metrics', '/api/status', '/api/work', '/api/dead-letters'])
      expect((await fetch(`${web.url}${path}`)).status, path).toBe(200)
    await web.stop()
    const alerts = createAlerts(await as('console'), { channels: [] })
    await alerts.look()
    await owner.query(
      "UPDATE alert_watch SET since = '-infinity'; DELETE FROM alert_subjects; UPDATE runs SET finished_at = now()",
    )
    expect((await alerts.look()).map((one) => one.kind)).toEqual(['run finished'])
  } finally {
    for (const service of services) await service.stop()
    for (const runtime of runtimes) await runtime.close()
    await simulator.stop()
  }
})

/** Tables that a role may write, as patterns of `schema.table`; everything else must be refused. */
const books = 'racing\\.(projection_(positions|groups|ends|waiting)|dead_letters|event_places|outbox)'
const logs = 'log\\.(log_events|log_partitions|log_members|log_leases|schema_registry)'
const people = 'racing\\.ra_mst_(jockeys|trainers|owners|sires|dams|damsires)'
const mayWrite: Readonly<Record<Role, RegExp>> = {
  reader: /^$/,
  console: /^fetching\.alert(s|_watch|_subjects)$/,
  fetcher: new RegExp(`^(${logs}|fetching\\.(?!alert|schema_migrations).*)$`),
  projector: new RegExp(`^(${books}|${logs}|racing\\.(ra_races|ra_runners|ra_race_results|race_state|row_counts))$`),
  entities: new RegExp(
    `^(${books}|${logs}|${people}|racing\\.(ra_races|ra_mst_(horses|courses|bookmakers|regions)|ra_horse_pedigree|entity_state|row_counts))$`,
  ),
  stats: new RegExp(
    `^(${books}|${logs}|${people}|fetching\\.schedule_jobs|racing\\.(stats_.*|ra_(entity_combinations|performance_by_distance|performance_by_venue|runner_statistics)))$`,
  ),
}

test.each(roles)('%s writes its own tables and no other, changes no event, makes no table', async (role) => {
  const { rows } = await owner.query<{ name: string; kind: string; writes: boolean }>(
    `SELECT n.nspname || '.' || c.relname AS name, c.relkind AS kind,
       has_table_privilege($1, c.oid, 'INSERT') OR has_table_privilege($1, c.oid, 'UPDATE') OR has_table_privilege($1, c.oid, 'DELETE')
         OR has_table_privilege($1, c.oid, 'TRUNCATE') AS writes
     FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname IN ('racing', 'fetching', 'log', 'rebuilding') AND c.relkind IN ('r', 'v', 'p')`,
    [`${role}_${suffix}`],
  )
  expect(rows.length).toBeGreaterThan(60)
  expect(rows.filter((row) => row.writes && !mayWrite[role].test(row.name)).map((row) => row.name)).toEqual([])

  const client = new pg.Client({ connectionString: urlOf(role) })
  await client.connect()
  const refused = async (statement: string) => {
    await expect(client.query(statement), statement).rejects.toThrow(/permission denied/)
  }
  await refused('DELETE FROM log.log_events')
  await refused("UPDATE log.log_events SET value = ''")
  await refused('CREATE TABLE public.mine (n int)')
  await refused('CREATE TABLE racing.mine (n int)')
  await refused('CREATE SCHEMA mine')
  if (role === 'reader') await refused('SELECT FROM log.log_events')
  else await client.query('SELECT FROM log.log_events LIMIT 1')
  await client.query('SELECT FROM racing.ra_races LIMIT 1')
  await client.end()
})
