import type { Pool } from 'pg'
import { transaction } from '../db/transaction.js'
import { sqlFile } from '../db/sqlFile.js'
import { isDatabaseOutage } from '../db/outage.js'
import { RegistryUnavailable, UnknownSchema } from './errors.js'
import type { SchemaRegistry } from './registry.js'

const findSchemaId = sqlFile(import.meta.url, './sql/findSchemaId.sql')
const lockRegistry = sqlFile(import.meta.url, './sql/lockRegistry.sql')
const registerSchema = sqlFile(import.meta.url, './sql/registerSchema.sql')
const findSchema = sqlFile(import.meta.url, './sql/findSchema.sql')

async function asking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isDatabaseOutage(error)) throw error
    throw new RegistryUnavailable('(table schema_registry)', error, 'check DATABASE_URL and that Postgres runs')
  }
}

/**
 * A registry in the table `schema_registry` (search_path of the pool), for the embedded log. Ids are given under a lock
 * in the order of registration, so that the same schemas in the same order get the ids a fresh Confluent registry gives.
 * @throws RegistryUnavailable while the database is away; its other errors come as they are
 */
export function createTableRegistry({ pool }: { readonly pool: Pool }): SchemaRegistry {
  return {
    register: (subject, schema) =>
      asking(async () => {
        const known = await pool.query<{ id: number }>(findSchemaId, [subject, schema])
        if (known.rows[0] !== undefined) return known.rows[0].id
        return transaction(pool, async (client) => {
          await client.query(lockRegistry)
          const { rows } = await client.query<{ id: number }>(registerSchema, [subject, schema])
          if (rows[0] === undefined) throw new TypeError(`The schema registry gave no id for ${subject}.`)
          return rows[0].id
        })
      }),
    schemaOf: (id) =>
      asking(async () => {
        // Ids are unsigned in the wire format, int in the table: what does not fit cannot be there.
        if (id > 2_147_483_647) throw new UnknownSchema(id)
        const { rows } = await pool.query<{ schema: string }>(findSchema, [id])
        if (rows[0] === undefined) throw new UnknownSchema(id)
        return rows[0].schema
      }),
  }
}
