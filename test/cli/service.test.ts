/** A service that is started before its database. */
import { expect, test } from 'vitest'
import { command } from '../support/command.js'
import { createTestDatabase } from '../support/postgres.js'
import { startTcpProxy } from '../support/tcpProxy.js'

test('it waits, says so without the password, and works as soon as the database answers', async () => {
  const database = await createTestDatabase()
  // Nobody listens where the proxy leads at first.
  const proxy = await startTcpProxy(9)
  const url = new URL(database.url)
  const { port, password } = url
  url.host = `127.0.0.1:${proxy.port}`
  const running = command(['console'], { DATABASE_URL: url.toString(), DARKHORSES_HOME: '/', CONSOLE_PORT: '0' })
  let said = ''
  running.child.stderr?.on('data', (data: Buffer) => (said += data.toString()))
  await expect.poll(() => said).toMatch(/^Waiting for the database at 127\.0\.0\.1:\d+: ./)
  proxy.target(Number(port))
  await expect.poll(() => said).toMatch(/^console http:\/\/127\.0\.0\.1:\d+$/m)
  expect(password).not.toBe('')
  expect(said).not.toContain(password)
  running.child.kill('SIGTERM')
  expect((await running.ended).code).toBe(130)
  await proxy.close()
  await database.drop()
})
