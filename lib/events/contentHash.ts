/**
 * What content is compared by: the SHA-256 of its Avro bytes. They are equal exactly where the content is, however the API ordered
 * it, because nothing is lost on the way (apiJson.ts) and what fits no field is written with its keys sorted (jsonText.ts). And they
 * have to be made for the event anyway.
 */
import { createHash } from 'node:crypto'
import type avsc from 'avsc'
import { avroBytes } from './avroBytes.js'
import { avroType } from './avroTypes.js'
import { writers } from './conversions.generated.js'
import type { FactEvent } from './events.js'
import { schemas } from './schemas.generated.js'

/** The Avro bytes of contents, by content: made for the hash, and of use once more where its event is encoded. */
export type ContentBytes = Map<unknown, Buffer>

/** The field of each fact that holds its content. */
export const contentFields = {
  RacecardFetched: 'race',
  ResultFetched: 'race',
  HorseProfileFetched: 'horse',
  ReferenceFetched: 'items',
} as const satisfies Readonly<Record<FactEvent['type'], string>>

const types = new Map<FactEvent['type'], avsc.Type>()

function contentType(of: FactEvent['type']): avsc.Type {
  let type = types.get(of)
  if (type === undefined) {
    type = (avroType(schemas[of], writers) as avsc.types.RecordType).field(contentFields[of]).type
    types.set(of, type)
  }
  return type
}

/** The hash (hex) of the content of a fact, JSON as the API sent it. Its bytes are put into `keep`, where that is given. */
export function contentHash(of: FactEvent['type'], content: unknown, keep?: ContentBytes): string {
  const bytes = avroBytes(contentType(of), content)
  keep?.set(content, Buffer.from(bytes))
  return createHash('sha256').update(bytes).digest('hex')
}
