import { SchemaRegistry as ConfluentClient, SchemaType } from '@kafkajs/confluent-schema-registry'
import { RegistryUnavailable, UnknownSchema } from './errors.js'
import type { SchemaRegistry } from './registry.js'

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/**
 * A Confluent-compatible registry over HTTP. Ids and schemas, once seen, are kept by the client, so that a registry that
 * goes away later stops nobody who has started.
 */
export function createConfluentRegistry(url: string): SchemaRegistry {
  const client = new ConfluentClient({
    host: url,
    retry: { retries: 2, initialRetryTimeInSecs: 0.2, maxRetryTimeInSecs: 2 },
  })
  return {
    register: async (subject, schema) => {
      try {
        const { id } = await client.register({ type: SchemaType.AVRO, schema }, { subject })
        return id
      } catch (error) {
        throw new RegistryUnavailable(new URL(url).host, error)
      }
    },
    schemaOf: async (id) => {
      try {
        const schema = await client.getSchema(id)
        return JSON.stringify(schema)
      } catch (error) {
        if (statusOf(error) === 404) throw new UnknownSchema(id, error)
        throw new RegistryUnavailable(new URL(url).host, error)
      }
    },
  }
}
