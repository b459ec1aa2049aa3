/** The database killed at any point of a rebuild, and the live services with it: nothing is lost, nothing half swapped. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateAll } from '../../lib/db/migrate.js'
import { createPool } from '../../lib/db/pool.js'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'
import { command, type RunningCommand } from '../support/command.js'
import { generatedEvents } from '../support/generatedEvents.js'
import { startTcpProxy, type TcpProxy } from '../support/tcpProxy.js'
import { isGone, liveTables, obstacle, points, until } from './moments.js'
import { startSystem, type System } from './system.js'

let home: string
let server: EmbeddedPostgres
let proxy: TcpProxy
let url: string
let system: System
let services: RunningCommand[]
let days: ReturnType<typeof generatedEvents>
const environment = () => ({ DATABASE_URL: url, DARKHORSES_HOME: home, AS_OF: '2025-04-10' })
const startServices = () => ['projector', 'entities', 'stats'].map((name) => command([name], environment()))
const append = async () => system.append(days.next().value ?? [])

/** Kills the server, and starts it again; it comes back on another port, behind the same proxy. */
async function killServer(): Promise<void> {
  process.kill(server.pid, 'SIGKILL')
  await server.exited
  server = await startEmbeddedPostgres({ home })
  proxy.target(Number(new URL(server.url).port))
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'darkhorses-database-killed-'))
  server = await startEmbeddedPostgres({ home })
  proxy = await startTcpProxy(Number(new URL(server.url).port))
  const address = new URL(server.url)
  address.port = String(proxy.port)
  url = address.toString()
  const pool = (searchPath: readonly string[]) =>
    createPool({ url, searchPath, applicationName: 'test', max: 10, onIdleError: () => undefined })
  const first = pool(['public'])
  await migrateAll(first)
  await first.end()
  const pools: ReturnType<typeof pool>[] = []
  system = await startSystem(
    {
      url,
      pool: (schema) => {
        const made = pool(schema === 'log' ? ['log'] : [schema, 'log'])
        pools.push(made)
        return made
      },
      drop: async () => void (await Promise.all(pools.map((one) => one.end()))),
    },
    { live: false },
  )
  days = generatedEvents({ first: '2025-11-03', last: '2025-12-20' })
  await append()
  await append()
  services = startServices()
  await system.applied()
})
afterAll(async () => {
  for (const { child } of services) child.kill('SIGTERM')
  await Promise.all(services.map((one) => one.ended))
  await system.close()
  await proxy.close()
  await server.stop()
  await rm(home, { recursive: true, force: true })
})

test('the live tables are whole, live goes on, the rebuild goes on', { timeout: 900_000 }, async () => {
  const { admin } = system.tools
  for (const { at, args, hold, condition } of points) {
    const before = await liveTables(admin)
    const keeper = hold === null ? null : await obstacle(url, hold)
    const running = command(['rebuild', ...args], environment())
    await until(admin, condition)
    await killServer()
    await keeper?.end()
    expect(await liveTables(admin), at).toBe(before)
    const { code, stderr } = await running.ended
    expect(stderr, at).toMatch(/^error: The rebuild stopped.*: .*\. The live tables are untouched\./m)
    expect(code, at).toBe(1)
    await until(admin, isGone)
    await append()
    await system.applied()
    const { rows } = await admin.query('SELECT state FROM rebuilding.rebuilds')
    expect(rows, at).toEqual([{ state: expect.stringMatching(/^fill(ing|ed)$/) as string }])
  }

  // The live services killed while a rebuild follows them.
  const running = command(['rebuild', '--expect', 'none', '--swap', '--json'], environment())
  await until(
    admin,
    "EXISTS (SELECT FROM pg_stat_activity WHERE application_name LIKE 'darkhorses rebuild racing_next%')",
  )
  for (const { child } of services) child.kill('SIGKILL')
  await Promise.all(services.map((one) => one.ended))
  await append()
  services = startServices()
  const { code, stdout, stderr } = await running.ended
  expect(code, stderr).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ swapped: true, refused: [], dead_letters: [] })
  await append()
  await system.applied()

  const again = await command(['rebuild', '--expect', 'none', '--json'], environment()).ended
  expect(again.code, again.stderr).toBe(0)
})
