import { UnknownSchema } from './errors.js'

/** Where schemas get their numbers. Confluent-compatible: subjects are `<topic>-value` of the logical topic (a cluster's adapter adds TOPIC_PREFIX), the same schema keeps its id. */
export interface SchemaRegistry {
  /** The id of a schema under a subject, registered if it is new. @throws RegistryUnavailable */
  register(subject: string, schema: string): Promise<number>
  /** The schema of an id, as JSON text. @throws UnknownSchema, RegistryUnavailable */
  schemaOf(id: number): Promise<string>
}

/** A registry that lives as long as the process: for unit tests and examples. Ids count from 1. */
export function createMemoryRegistry(): SchemaRegistry {
  const schemas: string[] = []
  return {
    register: (_subject, schema) => {
      const known = schemas.indexOf(schema)
      return Promise.resolve(known >= 0 ? known + 1 : schemas.push(schema))
    },
    schemaOf: (id) => {
      const schema = schemas[id - 1]
      return schema === undefined ? Promise.reject(new UnknownSchema(id)) : Promise.resolve(schema)
    },
  }
}
