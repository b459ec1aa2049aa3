export interface SchemaVersion {
  readonly name: string
  readonly version: number
  readonly schema: unknown
}

/** Sentences about versions of one schema that cannot read each other. */
export function incompatibilities(versions: readonly SchemaVersion[]): string[]

/** Everything wrong with the current schemas and their history: gaps, a current schema without its version, incompatible versions. */
export function checkHistory(schemas: readonly { readonly name: string }[], history: readonly SchemaVersion[]): string[]
