import type { Pool } from 'pg'
import { transaction } from '../db/transaction.js'
import { sqlFile } from '../db/sqlFile.js'
import { UnknownSchema } from './errors.js'
import type { SchemaRegistry } from './registry.js'

const registerSchema = sqlFile(import.meta.url, './sql/registerSchema.sql')
const findSchema = sqlFile(import.meta.url, './sql/findSchema.sql')

/**
 * A registry in the table `schema_registry` (search_path of the pool), for the embedded log. Ids are given under a lock
 * in the order of registration, so that the same schemas in the same order get the ids a fresh Confluent registry gives.
 */
export function createTableRegistry({ pool }: { readonly pool: Pool }): SchemaRegistry {
  return {
    register: (subject, schema) =>
      transaction(pool, async (client) => {
        await client.query('LOCK TABLE schema_registry IN SHARE ROW EXCLUSIVE MODE')
        const { rows } = await client.query<{ id: number }>(registerSchema, [subject, schema])
        return rows[0]?.id ?? 0
      }),
    schemaOf: async (id) => {
      const { rows } = await pool.query<{ schema: string }>(findSchema, [id])
      if (rows[0] === undefined) throw new UnknownSchema(id)
      return rows[0].schema
    },
  }
}
