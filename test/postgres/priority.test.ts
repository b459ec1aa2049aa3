/** A rebuild's connections give way to others, by the priority of the server's processes. */
import { getPriority, platform } from 'node:os'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { backendGivesWay } from '../../lib/priority.js'
import { createTestDatabase, type TestDatabase } from '../support/postgres.js'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.drop())

test.skipIf(platform() !== 'linux')('the process of a connection gives way, and no other', async () => {
  const pool = database.pool('racing')
  const [one, other] = [await pool.connect(), await pool.connect()]
  try {
    const pidOf = async (client: PoolClient) =>
      (await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0
    const [ours, theirs] = [await pidOf(one), await pidOf(other)]
    const before = getPriority(theirs)
    await backendGivesWay(one)
    expect(getPriority(ours)).toBe(Math.max(before, 10))
    expect(getPriority(theirs)).toBe(before)
  } finally {
    one.release()
    other.release()
  }
})

test('a process that is not the server of this connection stays as it is', async () => {
  const before = getPriority()
  const client = { processID: process.pid, connection: { stream: { localPort: 1 } } }
  await backendGivesWay(client as unknown as PoolClient)
  await backendGivesWay({ ...client, processID: 2 ** 22 - 1 } as unknown as PoolClient)
  await backendGivesWay({} as PoolClient)
  expect(getPriority()).toBe(before)
})
