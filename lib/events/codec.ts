/**
 * Events to bytes and back: Avro in the Confluent wire format (a zero byte, the schema's id in four, the data).
 *
 * Ids are asked for once and kept, so the way from bytes to events is synchronous for every id that has been seen:
 * `prepare` fetches what a batch needs, `decode` then never waits. An event written with another version is read through
 * the resolver of its schema. Control messages may also be plain JSON text, so that anyone with a Kafka producer can write one.
 */
import avsc from 'avsc'
import { messageOf } from '../errors.js'
import type { NewEvent, StoredEvent } from '../log/log.js'
import { jsonConversion, type JsonConversion } from './apiJson.js'
import { cloudEventHeaders } from './cloudEvents.js'
import { readControlJson } from './controlJson.js'
import { UndecodableEvent, UnencodableEvent, UnknownSchema } from './errors.js'
import type { DarkhorsesEvent, EventType } from './events.js'
import type { SchemaRegistry } from './registry.js'
import { schemas } from './schemas.generated.js'
import { topics, type TopicName } from './topics.js'

export interface Codec {
  /** The bytes, key, topic and headers of an event. @throws UnencodableEvent, RegistryUnavailable */
  encode(event: DarkhorsesEvent, headers?: { readonly traceparent?: string }): Promise<NewEvent>
  /** Fetches the schemas that some stored events need. @throws RegistryUnavailable; unknown ids are left to `decode`. */
  prepare(events: readonly StoredEvent[]): Promise<void>
  /** The event in some bytes whose schema is prepared. @throws UndecodableEvent */
  decode(stored: StoredEvent): DarkhorsesEvent
}

const topicOf: Readonly<Record<EventType, TopicName>> = {
  RacecardFetched: topics.racecards,
  ResultFetched: topics.results,
  HorseProfileFetched: topics.horseProfiles,
  ReferenceFetched: topics.reference,
  ControlMessage: topics.control,
  UnitFetched: topics.fetchLog,
  DeadLetter: topics.deadLetters,
  RaceSettled: topics.settled,
}

/** The order in which schemas are registered everywhere, so that ids agree between registries; new ones go to the end. */
export const eventTypes = Object.keys(topicOf) as EventType[]

/** The key of an event in its topic. */
function partitionKey(event: DarkhorsesEvent): string {
  switch (event.type) {
    case 'RacecardFetched':
    case 'ResultFetched':
    case 'RaceSettled':
      return event.race_id
    case 'HorseProfileFetched':
      return event.horse_id
    case 'ReferenceFetched':
      return event.list
    case 'ControlMessage':
      return event.run_id ?? event.id
    case 'UnitFetched':
      return event.unit
    case 'DeadLetter':
      return event.group
  }
}

/** The field of an event that holds the API's own JSON. */
const contentFields: Partial<Record<EventType, string>> = {
  RacecardFetched: 'race',
  ResultFetched: 'race',
  HorseProfileFetched: 'horse',
  ReferenceFetched: 'items',
}

interface EventFormat {
  readonly type: EventType
  readonly avro: avsc.Type
  readonly content?: { readonly field: string; readonly conversion: JsonConversion }
}

function formatOf(type: EventType): EventFormat {
  const schema = schemas[type]
  const avro = avsc.Type.forSchema(schema as unknown as avsc.Schema, { noAnonymousTypes: false })
  const field = contentFields[type]
  if (field === undefined) return { type, avro }
  const content = schema.fields?.find((candidate) => candidate.name === field)
  if (content === undefined) throw new TypeError(`${type} has no field ${field}.`)
  return { type, avro, content: { field, conversion: jsonConversion(content.type) } }
}

const headerBytes = 5

function withHeader(id: number, data: Buffer): Buffer {
  const bytes = Buffer.allocUnsafe(headerBytes + data.length)
  bytes[0] = 0
  bytes.writeUInt32BE(id, 1)
  data.copy(bytes, headerBytes)
  return bytes
}

function schemaIdOf(value: Buffer | null): number | undefined {
  return value !== null && value.length >= headerBytes && value[0] === 0 ? value.readUInt32BE(1) : undefined
}

type Reader = (data: Buffer) => DarkhorsesEvent

function readerOf(format: EventFormat, writer: avsc.Type): Reader {
  const resolver = writer.fingerprint().equals(format.avro.fingerprint())
    ? undefined
    : format.avro.createResolver(writer)
  const { type, content } = format
  return (data) => {
    const record = (
      resolver === undefined ? format.avro.fromBuffer(data) : format.avro.fromBuffer(data, resolver)
    ) as Record<string, unknown>
    const event: Record<string, unknown> = { type, ...record }
    if (content !== undefined) event[content.field] = content.conversion.fromAvro(record[content.field])
    return event as unknown as DarkhorsesEvent
  }
}

/** The name of a schema's record, without namespace. */
function recordName(schema: string): string {
  const { name } = JSON.parse(schema) as { name?: unknown }
  return typeof name === 'string' ? (name.split('.').at(-1) ?? '') : ''
}

/** A codec over a registry. Schemas are registered when the first event of their type is encoded. */
export function createCodec(registry: SchemaRegistry): Codec {
  const formats = new Map(eventTypes.map((type) => [type as string, formatOf(type)]))
  const readers = new Map<number, Reader | UnknownSchema>()
  let registered: Promise<Map<EventType, number>> | undefined

  async function registerAll(): Promise<Map<EventType, number>> {
    const ids = new Map<EventType, number>()
    for (const type of eventTypes)
      ids.set(type, await registry.register(`${topicOf[type]}-value`, JSON.stringify(schemas[type])))
    return ids
  }

  async function idOf(type: EventType): Promise<number> {
    registered ??= registerAll().catch((error: unknown) => {
      registered = undefined
      throw error
    })
    return (await registered).get(type) ?? 0
  }

  async function loadReader(id: number): Promise<void> {
    try {
      const schema = await registry.schemaOf(id)
      const format = formats.get(recordName(schema))
      if (format === undefined) readers.set(id, new UnknownSchema(id))
      else readers.set(id, readerOf(format, avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema)))
    } catch (error) {
      if (!(error instanceof UnknownSchema)) throw error
      readers.set(id, error)
    }
  }

  return {
    encode: async (event, headers) => {
      const format = formats.get(event.type)
      const id = await idOf(event.type)
      if (format === undefined) throw new UnencodableEvent(event.type, 'unknown type')
      try {
        const { content } = format
        const record =
          content === undefined
            ? event
            : { ...event, [content.field]: content.conversion.toAvro(event[content.field as keyof typeof event]) }
        const value = withHeader(id, format.avro.toBuffer(record))
        return {
          topic: topicOf[event.type],
          key: partitionKey(event),
          value,
          headers: cloudEventHeaders(event, partitionKey(event), headers),
        }
      } catch (error) {
        throw new UnencodableEvent(event.type, error)
      }
    },

    prepare: async (events) => {
      const missing = new Set<number>()
      for (const { value } of events) {
        const id = schemaIdOf(value)
        if (id !== undefined && !(readers.get(id) instanceof Function)) missing.add(id)
      }
      for (const id of missing) await loadReader(id)
    },

    decode: (stored) => {
      const { value, topic } = stored
      if (value === null) throw new UndecodableEvent('it has no value', stored)
      if (topic === topics.control && value[0] === 0x7b) return readControlJson(stored, value)
      if (value[0] !== 0)
        throw new UndecodableEvent(
          `its first byte is ${value[0] ?? 'missing'}, not the 0 of the Confluent wire format`,
          stored,
        )
      const id = schemaIdOf(value)
      if (id === undefined) throw new UndecodableEvent('it is shorter than its header', stored)
      const reader = readers.get(id)
      if (reader === undefined || reader instanceof UnknownSchema) {
        throw new UndecodableEvent(`the registry has no schema ${id} of a known event`, stored, reader)
      }
      try {
        return reader(value.subarray(headerBytes))
      } catch (error) {
        throw new UndecodableEvent(`its bytes do not follow schema ${id} (${messageOf(error)})`, stored, error)
      }
    },
  }
}
