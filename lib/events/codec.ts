/**
 * Events to bytes and back: Avro in the Confluent wire format (a zero byte, the schema's id in four, the data).
 *
 * Ids are asked for once and kept, so the way from bytes to events is synchronous for every id that has been seen:
 * `prepare` fetches what a batch needs, `decode` then never waits. An event written with another version is read through
 * the resolver of its schema. Control messages may also be plain JSON text, so that anyone with a Kafka producer can write one.
 */
import type avsc from 'avsc'
import { messageOf } from '../errors.js'
import type { NewEvent, StoredEvent } from '../log/log.js'
import type { Tap } from './apiAvro.js'
import type { Held } from './apiJson.js'
import { avroBytes } from './avroBytes.js'
import { avroType } from './avroTypes.js'
import { cloudEventHeaders } from './cloudEvents.js'
import { contentFields, type ContentBytes } from './contentHash.js'
import { readControlJson } from './controlJson.js'
import { readers as fromHeld, writers } from './conversions.generated.js'
import { SchemaNotPrepared, UndecodableEvent, UnencodableEvent, UnknownSchema } from './errors.js'
import { eventTypes, keyOf, topicOf } from './eventKey.js'
import type { DarkhorsesEvent, EventType, FactEvent } from './events.js'
import { openingBrace } from './jsonBytes.js'
import type { SchemaRegistry } from './registry.js'
import { readOfRecords, type FieldsRead } from './fieldsRead.js'
import { schemas } from './schemas.generated.js'
import { topics } from './topics.js'
import type { PassedHeaders } from './traceContext.js'

/** An event, or why there is none. */
export type Decoded =
  | { readonly event: DarkhorsesEvent; readonly error?: never }
  | { readonly event?: never; readonly error: UndecodableEvent }

export interface Codec {
  /** The bytes, key, topic and headers of an event. @throws UnencodableEvent, RegistryUnavailable, RegistryRefused */
  encode(event: DarkhorsesEvent, headers?: PassedHeaders): Promise<NewEvent>
  /**
   * The same for many, without waiting in between; the headers are for all, or what is told of each by its index. Contents whose
   * bytes were kept (`Fetch.keep`) are not written again.
   */
  encodeMany(
    events: readonly DarkhorsesEvent[],
    headers?: PassedHeaders | ((index: number) => PassedHeaders),
    contents?: ContentBytes,
  ): Promise<NewEvent[]>
  /** Fetches the schemas that some stored events need; ids nobody knows are left to `decode`. @throws RegistryUnavailable */
  prepare(events: readonly StoredEvent[]): Promise<void>
  /** The event in some bytes whose schema is prepared. @throws UndecodableEvent, SchemaNotPrepared */
  decode(stored: StoredEvent): DarkhorsesEvent
  /** A `decode` for whoever reads only some fields: the others are absent (fieldsRead.ts). @throws as `decode` */
  decoderOf(fields: FieldsRead): (stored: StoredEvent) => DarkhorsesEvent
  /** Each event or its error, in the order given, once they are prepared. @throws SchemaNotPrepared */
  decodeMany(stored: readonly StoredEvent[]): Decoded[]
}

const headerBytes = 5

function wireBytes(id: number, avro: avsc.Type, event: unknown): Buffer {
  const bytes = avroBytes(avro, event, headerBytes)
  bytes[0] = 0
  bytes.writeUInt32BE(id, 1)
  return Buffer.from(bytes)
}

/** Writes content of which the bytes are there. It may move past the end: then avsc tells how much was missing. */
function writeBytes(tap: Tap, bytes: unknown): void {
  const { length } = bytes as Buffer
  if (tap.pos + length <= tap.buf.length) (bytes as Buffer).copy(tap.buf, tap.pos)
  tap.pos += length
}

/** The type of an event that is given the bytes of its content in the place of the content. */
function withContentBytes(type: EventType, whole: avsc.Type): ContentFormat | undefined {
  if (!(type in contentFields)) return undefined
  const field = contentFields[type as FactEvent['type']]
  const name = (whole as avsc.types.RecordType).field(field).type.name?.split('.').at(-1)
  return name === undefined ? undefined : { field, avro: avroType(schemas[type], { [name]: writeBytes }) }
}

function schemaIdOf(value: Buffer | null): number | undefined {
  return value !== null && value.length >= headerBytes && value[0] === 0 ? value.readUInt32BE(1) : undefined
}

interface ContentFormat {
  /** The field that holds the content. */
  readonly field: string
  readonly avro: avsc.Type
}

interface Format {
  readonly type: EventType
  readonly avro: avsc.Type
  /** How it is written where the bytes of its content are there; undefined where they never are. */
  readonly withContent: ContentFormat | undefined
  readonly fromAvro: (held: Held) => Held
}

/** How data of one schema id becomes an event; or why none of it does. */
type Reader = Readable | { readonly unreadable: string }
interface Readable {
  readonly read: (data: Buffer) => DarkhorsesEvent
  /** The type whose newest schema it is; undefined where it is an older one. */
  readonly newest?: EventType
}

const reading =
  ({ avro, fromAvro }: Pick<Format, 'avro' | 'fromAvro'>) =>
  (data: Buffer) =>
    fromAvro(avro.fromBuffer(data) as Held) as unknown as DarkhorsesEvent

function readerOf(schema: string, id: number, formats: ReadonlyMap<string, Format>): Reader {
  try {
    const writer = avroType(schema)
    const name = writer.name?.split('.').at(-1) ?? writer.typeName
    const format = formats.get(name)
    if (format === undefined) return { unreadable: `schema ${id} is of ${name}, which is no event of this system` }
    const { avro, fromAvro } = format
    if (writer.fingerprint().equals(avro.fingerprint())) return { read: reading(format), newest: format.type }
    const resolver = avro.createResolver(writer)
    return { read: (data) => fromAvro(avro.fromBuffer(data, resolver) as Held) as unknown as DarkhorsesEvent }
  } catch (error) {
    return { unreadable: `schema ${id} cannot be read by this version (${messageOf(error)})` }
  }
}

/** A codec over a registry. All schemas are registered, in their order, when the first event is encoded. */
export function createCodec({ registry }: { readonly registry: SchemaRegistry }): Codec {
  let known: ReadonlyMap<string, Format> | undefined
  // Made at the first event: a command that reads none need not wait for them.
  const formats = () =>
    (known ??= new Map(
      eventTypes.map((type) => {
        const avro = avroType(schemas[type], writers)
        return [type, { type, avro, withContent: withContentBytes(type, avro), fromAvro: fromHeld[type] }]
      }),
    ))
  const readers = new Map<number, Reader>()
  let registered: Promise<ReadonlyMap<EventType, number>> | undefined

  async function registerAll(): Promise<ReadonlyMap<EventType, number>> {
    const ids = new Map<EventType, number>()
    for (const type of eventTypes) ids.set(type, await registry.register(`${topicOf[type]}-value`, schemas[type]))
    return ids
  }

  function schemaIds(): Promise<ReadonlyMap<EventType, number>> {
    registered ??= registerAll().catch((error: unknown) => {
      registered = undefined
      throw error
    })
    return registered
  }

  function encodeWith(
    ids: ReadonlyMap<EventType, number>,
    event: DarkhorsesEvent,
    headers: PassedHeaders | undefined,
    contents: ContentBytes | undefined,
  ): NewEvent {
    const format = formats().get(event.type)
    const id = ids.get(event.type)
    if (format === undefined || id === undefined) throw new UnencodableEvent(event.type, 'it is no event type')
    try {
      const key = keyOf(event)
      const { avro, withContent } = format
      const content = withContent && contents?.get((event as Readonly<Record<string, unknown>>)[withContent.field])
      return {
        topic: topicOf[event.type],
        key,
        value:
          withContent === undefined || content === undefined
            ? wireBytes(id, avro, event)
            : wireBytes(id, withContent.avro, { ...event, [withContent.field]: content }),
        headers: cloudEventHeaders(event, key, headers),
      }
    } catch (error) {
      throw new UnencodableEvent(event.type, error)
    }
  }

  async function load(id: number): Promise<void> {
    try {
      readers.set(id, readerOf(await registry.schemaOf(id), id, formats()))
    } catch (error) {
      if (!(error instanceof UnknownSchema)) throw error
      readers.set(id, { unreadable: `the registry has no schema ${id}` })
    }
  }

  /** Decodes with the reader of an event's schema, or what is given in its place. */
  function decodeBy(stored: StoredEvent, readOf: (reader: Readable) => Readable['read']): DarkhorsesEvent {
    const { value } = stored
    if (value === null) throw new UndecodableEvent('it has no value', stored)
    if (stored.topic === topics.control && value[0] === openingBrace) return readControlJson(stored, value)
    const id = schemaIdOf(value)
    if (id === undefined) {
      const first = value[0]
      throw new UndecodableEvent(
        first === 0 || first === undefined
          ? 'it is shorter than its header'
          : `its first byte is ${first}, not the 0 of the Confluent wire format`,
        stored,
      )
    }
    const reader = readers.get(id)
    if (reader === undefined) throw new SchemaNotPrepared(id)
    if ('unreadable' in reader) throw new UndecodableEvent(reader.unreadable, stored)
    const read = readOf(reader)
    try {
      return read(value.subarray(headerBytes))
    } catch (error) {
      throw new UndecodableEvent(`its bytes do not follow schema ${id} (${messageOf(error)})`, stored, error)
    }
  }

  const decode = (stored: StoredEvent) => decodeBy(stored, ({ read }) => read)

  /** What was written with an older schema is resolved, and read whole. */
  function decoderOf(fields: FieldsRead): Codec['decode'] {
    const partly = new Map<EventType, Readable['read']>()
    for (const type of eventTypes) {
      const asked = fields[type]
      if (asked === undefined) continue
      const avro = avroType(schemas[type], {}, readOfRecords(schemas[type], asked))
      const read = reading({ avro, fromAvro: fromHeld[type] })
      const readWhole = reading({ avro: avroType(schemas[type]), fromAvro: fromHeld[type] })
      partly.set(type, (data) => {
        try {
          return read(data)
        } catch {
          // It says what is wrong in the words of all other readers: dead letters are listed by them.
          return readWhole(data)
        }
      })
    }
    const readOf = ({ read, newest }: Readable) => (newest === undefined ? read : (partly.get(newest) ?? read))
    return (stored) => decodeBy(stored, readOf)
  }

  return {
    encode: async (event, headers) => encodeWith(await schemaIds(), event, headers, undefined),

    encodeMany: async (events, headers, contents) => {
      const ids = await schemaIds()
      const headersOf = typeof headers === 'function' ? headers : () => headers
      return events.map((event, i) => encodeWith(ids, event, headersOf(i), contents))
    },

    prepare: async (events) => {
      // An id that could not be read is asked for again: the registry may have learnt it since.
      const missing = new Set<number>()
      for (const { value } of events) {
        const id = schemaIdOf(value)
        if (id === undefined) continue
        const reader = readers.get(id)
        if (reader === undefined || 'unreadable' in reader) missing.add(id)
      }
      for (const id of missing) await load(id)
    },

    decode,
    decoderOf,

    decodeMany: (stored) =>
      stored.map((one) => {
        try {
          return { event: decode(one) }
        } catch (error) {
          if (error instanceof UndecodableEvent) return { error }
          throw error
        }
      }),
  }
}
