import { chmod, lstat, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'
import { barrier } from '../../lib/postgres/reachable.js'

const asRoot = process.getuid?.() === 0
if (!asRoot) console.warn('not tested here: the server of a private folder, which is a matter for root')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'darkhorses-private-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('the barrier is the first folder that a user may not enter', async () => {
  const nobody = { uid: 65_534, gid: 65_534 }
  const inner = join(folder, 'a', 'b')
  await mkdir(inner, { recursive: true })
  await chmod(folder, 0o755)
  await chmod(inner, 0o700)
  expect(barrier(inner, nobody)).toBe(inner)
  await chmod(folder, 0o700)
  expect(barrier(inner, nobody)).toBe(folder)
  expect(barrier('/', nobody)).toBeNull()
})

test.runIf(asRoot)(
  'started by root from a private folder: it runs, keeps its data, and says where they are',
  async () => {
    const home = join(folder, 'home')
    const query = async (url: string, sql: string) => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        return (await client.query<Record<string, unknown>>(sql)).rows
      } finally {
        await client.end()
      }
    }
    await chmod(folder, 0o700)
    const first = await startEmbeddedPostgres({ home, settings: { fsync: 'off' } })
    await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS one')
    await first.stop()
    const second = await startEmbeddedPostgres({ home, settings: { fsync: 'off' } })
    try {
      expect(await query(second.url, 'SELECT one FROM kept')).toEqual([{ one: 1 }])
      expect((await lstat(join(home, 'postgres'))).isSymbolicLink()).toBe(true)
    } finally {
      await second.stop()
      await rm(dirname(readlinkSync(join(home, 'postgres'))), { recursive: true, force: true })
    }
  },
)
