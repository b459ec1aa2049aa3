import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { createPool } from '../../lib/db/pool.js'

export interface TestDatabase {
  readonly url: string
  /** A pool into one schema; the bookkeeping and tables of that schema are found first. */
  pool(schema: 'racing' | 'fetching' | 'log'): pg.Pool
  drop(): Promise<void>
}

async function administrate(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: new URL('/postgres', url).toString() })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

/** A fresh, migrated database for one test file, cloned from the template of the run. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const template = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administrate(template, `CREATE DATABASE ${name} TEMPLATE darkhorses STRATEGY FILE_COPY`)
  const url = new URL(`/${name}`, template).toString()
  const pools: pg.Pool[] = []
  return {
    url,
    pool: (schema) => {
      const pool = createPool({
        url,
        searchPath: schema === 'log' ? ['log'] : [schema, 'log'],
        applicationName: `test ${schema}`,
        max: 10,
      })
      pools.push(pool)
      return pool
    },
    drop: async () => {
      await Promise.all(pools.map((pool) => pool.end()))
      await administrate(template, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}
