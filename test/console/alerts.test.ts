/** Alerts: what is told, when, to whom, and what is not told twice. Mail server and webhooks are real, on this machine. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Runtime } from '../../lib/runtime.js'
import type { Clock } from '../../lib/clock.js'
import { createLogger } from '../../lib/logger.js'
import { createAlerts } from '../../services/console/alerts/watchAlerts.js'
import type { Alert } from '../../services/console/alerts/alert.js'
import { postJson } from '../../services/console/alerts/webhook.js'
import { testRuntime } from '../support/consoleRuntime.js'
import { startMailServer } from '../support/mailServer.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'
import { startWebhookServer } from '../support/webhookServer.js'

const minute = 60_000
const hour = 60 * minute
let database: TestDatabase
let runtime: Runtime
let now: Date
const clock: Clock = { now: () => now, sleep: () => Promise.resolve() }
let told: Alert[]

beforeAll(async () => {
  database = await createTestDatabase()
  runtime = await testRuntime(database, {}, clock)
})
afterAll(async () => {
  await runtime.close()
  await database.drop()
})

/** A console that has just been started: it remembers nothing, the database does. */
const started = () =>
  createAlerts(runtime, { channels: [{ name: 'Slack', send: (alert) => Promise.resolve(void told.push(alert)) }] })
let alerts: ReturnType<typeof started>

beforeEach(async () => {
  now = new Date('2025-06-01T12:00:00Z')
  told = []
  await runtime.pool('fetching').query('TRUNCATE alerts, alert_subjects, alert_watch, runs, fetch_units')
  await runtime.pool('racing').query('TRUNCATE dead_letters, stats_drift, projection_groups')
  alerts = started()
  expect(await alerts.look()).toEqual([])
})

const later = (ms: number) => (now = new Date(now.getTime() + ms))
const kinds = (found: readonly Alert[]) => found.map((one) => one.kind)

const finish = (id: string, state = 'done') =>
  runtime
    .pool('fetching')
    .query(
      "INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at, finished_at) VALUES ($1, '{results}', '2025-05-01', '2025-05-31', '{gb}', 'backfill', $2, $3::timestamptz - interval '90 min', $3)",
      [id, state, now],
    )
const fetched = (unit: string, outcome: string, calls = 1) =>
  runtime
    .pool('fetching')
    .query(
      "INSERT INTO fetch_units (unit, kind, outcome, calls, attempts, message, fetched_at, succeeded_at, items) VALUES ($1, 'results', $2, $3, 1, 'HTTP 503', $4, CASE $2 WHEN 'ok' THEN $4::timestamptz END, 1)",
      [unit, outcome, calls, now],
    )
const setAside = (...offsets: number[]) =>
  runtime
    .pool('racing')
    .query(
      `INSERT INTO dead_letters (group_name, topic, partition, "offset", headers, error_code, error_message, cause, failed_at) SELECT 'projector', 'results', 0, n, '{}', 'DATA', 'x', 'DATA: race # has no date', $2 FROM unnest($1::bigint[]) n`,
      [offsets, now],
    )

describe('what is told', () => {
  test('a run that is done or failed, once; those of the next hour together when it is over', async () => {
    later(minute)
    await finish('may')
    expect(await alerts.look()).toMatchObject([
      {
        kind: 'run finished',
        text: 'Run may, 2025-05-01 to 2025-05-31, is done after 90 min. See `darkhorses report may`.',
      },
    ])
    later(minute)
    await finish('june', 'failed')
    await finish('july')
    expect(await alerts.look()).toEqual([])
    later(57 * minute)
    expect(await alerts.look()).toEqual([])
    later(2 * minute)
    const [both] = await alerts.look()
    expect(both?.text).toMatch(/Run july.* is done .*Run june.* ended with failures/)
    later(2 * hour)
    expect(await alerts.look()).toEqual([])
  })

  test('a dead letter, once for ever: a rebuild that meets it again tells nobody', async () => {
    later(minute)
    await setAside(7, 8)
    expect(await alerts.look()).toMatchObject([
      {
        kind: 'dead letter',
        text: expect.stringMatching(/^2 events were set aside by projector, .*DATA: race #/) as string,
      },
    ])
    later(2 * hour)
    await runtime.pool('racing').query('TRUNCATE dead_letters')
    await setAside(7, 8)
    expect(await alerts.look()).toEqual([])
    await setAside(9)
    expect(await alerts.look()).toMatchObject([
      {
        text: expect.stringMatching(
          /^1 event was set aside by projector, for example projector\/results\/0\/9/,
        ) as string,
      },
    ])
  })

  test('three failures in a row, and not two, nor three with a success between; again only when it fails again', async () => {
    for (const [unit, outcome] of [
      ['a', 'failed'],
      ['b', 'failed'],
      ['c', 'ok'],
      ['d', 'failed'],
      ['e', 'failed'],
    ] as const) {
      later(minute)
      await fetched(unit, outcome)
      expect(kinds(await alerts.look())).toEqual([])
    }
    later(minute)
    await fetched('f', 'failed')
    expect(await alerts.look()).toMatchObject([
      {
        kind: 'failures in a row',
        text: expect.stringMatching(/^The newest 3 fetches failed: f, e, d\. .*HTTP 503/) as string,
      },
    ])
    later(2 * hour)
    expect(await alerts.look()).toEqual([])
    await fetched('g', 'failed')
    expect(kinds(await alerts.look())).toEqual(['failures in a row'])
  })

  test('API errors above 10 % of 20 calls and more, by units or by the counters of this process', async () => {
    later(minute)
    await fetched('a', 'failed', 2)
    await fetched('b', 'ok', 18)
    expect(await alerts.look()).toEqual([])
    later(minute)
    await fetched('c', 'failed', 1)
    expect(await alerts.look()).toMatchObject([
      { kind: 'API errors', text: expect.stringMatching(/^14\.3 % /) as string },
    ])
    later(3 * hour)
    expect(kinds(await alerts.look())).toEqual([])
    runtime.metrics.apiRequests.inc({ endpoint: '/results', status: '200' }, 88)
    runtime.metrics.apiRequests.inc({ endpoint: '/results', status: '503' }, 12)
    expect(await alerts.look()).toMatchObject([
      { kind: 'API errors', text: expect.stringMatching(/^12\.0 % /) as string },
    ])
  })

  test('database errors above 5 %', async () => {
    later(minute)
    runtime.metrics.databaseUses.inc({ outcome: 'error' }, 400)
    expect(kinds(await alerts.look())).toEqual(['database errors'])
  })

  test('nothing new for 24 hours, once a day', async () => {
    await fetched('a', 'ok')
    later(24 * hour - 1)
    await fetched('b', 'failed')
    expect(await alerts.look()).toEqual([])
    later(1)
    expect(await alerts.look()).toMatchObject([
      { kind: 'nothing new', text: expect.stringContaining('2025-06-01T12:00:00.000Z') as string },
    ])
    later(23 * hour)
    expect(await alerts.look()).toEqual([])
    later(hour)
    expect(kinds(await alerts.look())).toEqual(['nothing new'])
  })

  test('a stalled group, and drift; again within a day only when it is another one', async () => {
    await runtime.pool('racing')
      .query(`INSERT INTO projection_groups (group_name, state, last_error) VALUES ('projector', 'stalled', 'the broker is silent'), ('stats', 'running', NULL);
      INSERT INTO stats_drift (table_name, scope, key, found_at) VALUES ('ra_mst_jockeys', 'jky_1', 'jky_1', now())`)
    later(minute)
    const found = await alerts.look()
    expect(kinds(found)).toEqual(['drift', 'group stalled'])
    expect(found[1]?.text).toContain('projector (stalled: the broker is silent)')
    later(2 * hour)
    expect(await alerts.look()).toEqual([])
    await runtime.pool('racing').query("UPDATE projection_groups SET state = 'stalled'")
    expect(await alerts.look()).toMatchObject([{ kind: 'group stalled', subject: 'projector, stats' }])
  })
})

describe('at most one of a kind and hour', () => {
  test('over restarts, and with several consoles at once', async () => {
    later(minute)
    await setAside(1)
    const consoles = [started(), started(), started()]
    const all = await Promise.all(consoles.map((one) => one.look()))
    expect(kinds(all.flat())).toEqual(['dead letter'])
    later(minute)
    await setAside(2)
    expect(await started().look()).toEqual([])
    later(hour)
    expect(kinds(await started().look())).toEqual(['dead letter'])
    expect(kinds(told)).toEqual(['dead letter', 'dead letter'])
  })

  test('what was there before the first look of all is no news', async () => {
    await runtime.pool('fetching').query('TRUNCATE alerts, alert_subjects, alert_watch')
    await finish('old')
    await setAside(1)
    later(minute)
    expect(await started().look()).toEqual([])
    later(2 * hour)
    expect(await started().look()).toEqual([])
  })

  test('a database that does not answer is told of after a minute, once an hour', async () => {
    const gone = await testRuntime(database, {}, clock)
    await gone.pool('fetching').end()
    const watching = createAlerts(gone, { channels: [] })
    const rounds: number[] = []
    for (let round = 0; round < 6; round += 1) rounds.push((await watching.look()).length)
    later(hour)
    rounds.push((await watching.look()).length)
    expect(rounds).toEqual([0, 0, 0, 1, 0, 0, 1])
    await gone.log.close()
  })
})

describe('channels', () => {
  let lines: string[]
  let close: (() => Promise<void>)[]
  beforeEach(() => {
    lines = []
    close = []
  })
  afterEach(async () => {
    for (const one of close) await one()
  })

  async function configured(environment: Record<string, string>) {
    const own = await testRuntime(database, environment, clock)
    close.push(() => own.close())
    const logger = createLogger({
      level: 'info',
      secrets: own.config.secrets,
      destination: { write: (line) => void lines.push(line) },
    })
    return createAlerts({ ...own, logger })
  }

  test('log, e-mail, Slack and Discord, with nothing in them that could call or link by itself', async () => {
    const mail = await startMailServer(1)
    const web = await startWebhookServer()
    close.push(mail.stop, web.stop)
    const watching = await configured({
      ALERT_SMTP_URL: `smtp://me:pass%2Fword@127.0.0.1:${mail.port}`,
      ALERT_EMAIL_FROM: 'horses@example.org',
      ALERT_EMAIL_TO: 'a@example.org, b@example.org',
      ALERT_SLACK_WEBHOOK: `http://localhost:${web.port}/slack`,
      ALERT_DISCORD_WEBHOOK: `http://127.0.0.1:${web.port}/discord`,
      ALERT_ALLOW_PRIVATE: 'true',
    })
    later(minute)
    await finish('<!channel> @everyone pass/word')
    const found = await watching.look()
    expect(found, lines.join('')).toHaveLength(1)
    expect(mail.mails).toMatchObject([
      { from: 'horses@example.org', to: ['a@example.org', 'b@example.org'], user: 'me' },
    ])
    expect(mail.mails[0]?.text).toMatch(/^Subject: darkhorses: run finished\r$/m)
    expect(web.posts).toHaveLength(2)
    const [slack, discord] = ['/slack', '/discord'].map((path) => web.posts.find((one) => one.path === path)?.body)
    expect(slack).toEqual({
      text: expect.stringMatching(/^\*darkhorses: run finished\*\nRun &lt;!channel&gt; /) as string,
    })
    expect(discord).toMatchObject({ allowed_mentions: { parse: [] } })
    expect(lines.filter((line) => line.includes('alert: run finished'))).toHaveLength(1)
    for (const text of [...lines, mail.mails[0]?.text ?? '', JSON.stringify(web.posts)]) {
      expect(text).not.toContain('pass/word')
      expect(text).toContain('[redacted]')
    }
  })

  test('a channel that fails is logged without its secret, and the others get theirs', async () => {
    const web = await startWebhookServer()
    close.push(web.stop)
    const watching = await configured({
      ALERT_SMTP_URL: 'smtp://me:hidden-word@127.0.0.1:9',
      ALERT_EMAIL_TO: 'a@example.org',
      ALERT_SLACK_WEBHOOK: `http://127.0.0.1:${web.port}/busy`,
      ALERT_DISCORD_WEBHOOK: `http://127.0.0.1:${web.port}/discord`,
      ALERT_ALLOW_PRIVATE: 'true',
    })
    later(minute)
    await finish('may')
    await watching.look()
    expect(web.posts.map((one) => one.path).sort()).toEqual(['/busy', '/busy', '/busy', '/discord'])
    const failures = lines.filter((line) => line.includes('could not be sent'))
    expect(failures).toHaveLength(2)
    expect(failures.join()).toMatch(/e-mail.*|Slack/)
    expect(lines.join()).not.toMatch(/hidden-word|\/busy/)
  })

  test('a webhook into a private network is refused, before anything is sent; allowed, it is called there', async () => {
    const web = await startWebhookServer()
    close.push(web.stop)
    const url = `http://hooks.example:${web.port}/x`
    const resolve = () => Promise.resolve([{ address: '127.0.0.1', family: 4 as const }])
    await expect(postJson({ url, allowPrivate: false, resolve }, {})).rejects.toThrow(
      /hooks\.example leads to 127\.0\.0\.1/,
    )
    expect(web.posts).toEqual([])
    // No resolver knows hooks.example: the request was made to the address that was checked.
    await postJson({ url, allowPrivate: true, resolve }, { a: 1 })
    expect(web.posts).toEqual([{ path: '/x', host: `hooks.example:${web.port}`, body: { a: 1 } }])
    const moved = { url: `http://127.0.0.1:${web.port}/moved`, allowPrivate: true }
    await expect(postJson(moved, {})).rejects.toThrow(/answered 307: redirects are not followed/)
    expect(web.posts.map((one) => one.path)).toEqual(['/x', '/moved'])
  })
})
