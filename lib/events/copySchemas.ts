import { RacingError } from '../errors.js'
import { avroType } from './avroTypes.js'
import { UnknownSchema } from './errors.js'
import type { SchemaRegistry } from './registry.js'

/** The other registry cannot give a schema the id that stands in the events. */
export class SchemaIdTaken extends RacingError {
  readonly code = 'SCHEMA_ID_TAKEN'
  readonly retriable = false
  constructor(id: number, subject: string, given: number | null) {
    super(
      `Events of ${subject} name schema ${id}, ` +
        (given === null
          ? 'under which the other registry has another schema'
          : `and the other registry gives theirs the id ${given}`) +
        ': events are copied byte for byte, ids included. Use a registry that holds nothing yet.',
      { id, subject, given },
    )
  }
}

/** What makes two spellings one schema: Avro's fingerprint. Registries reorder, and their clients leave documentation out. */
export const schemaFingerprint = (schema: string): string => avroType(schema).fingerprint().toString('hex')

async function schemaUnder(registry: SchemaRegistry, id: number): Promise<string | null> {
  try {
    return await registry.schemaOf(id)
  } catch (error) {
    if (error instanceof UnknownSchema) return null
    throw error
  }
}

/**
 * Makes sure that a registry knows some schemas under the ids they have elsewhere; `importAs` forces an id where registering gives
 * another. In ascending order of ids, so that an empty registry that counts gives the same ones by itself.
 * @throws SchemaIdTaken, RegistryUnavailable, RegistryRefused
 */
export async function copySchemas(
  schemas: readonly { readonly id: number; readonly subject: string; readonly schema: string }[],
  target: SchemaRegistry,
  importAs: (one: { readonly id: number; readonly subject: string; readonly schema: string }) => Promise<boolean>,
): Promise<void> {
  for (const one of [...schemas].sort((a, b) => a.id - b.id)) {
    const there = await schemaUnder(target, one.id)
    if (there !== null) {
      if (schemaFingerprint(there) !== schemaFingerprint(one.schema)) throw new SchemaIdTaken(one.id, one.subject, null)
      continue
    }
    if (await importAs(one)) continue
    const given = await target.register(one.subject, one.schema)
    if (given !== one.id) throw new SchemaIdTaken(one.id, one.subject, given)
  }
}
