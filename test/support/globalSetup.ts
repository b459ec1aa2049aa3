import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { createPool } from '../../lib/db/pool.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { startEmbeddedPostgres } from '../../lib/postgres/embeddedPostgres.js'

declare module 'vitest' {
  export interface ProvidedContext {
    postgresUrl: string
  }
}

/** One Postgres for a run of the integration tests; its database `darkhorses` is the migrated template of every test's own. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await mkdtemp(join(tmpdir(), 'darkhorses-test-'))
  const server = await startEmbeddedPostgres({
    home,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' },
  })
  const pool = createPool({ url: server.url, searchPath: ['public'], applicationName: 'test' })
  await migrateAll(pool)
  await pool.end()
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
}
