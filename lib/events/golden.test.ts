/**
 * Old bytes decode for ever: each version of each schema has one event as it was written then, in test/golden.
 * `DARKHORSES_WRITE_GOLDEN=1 npx vitest run --project unit lib/events/golden` writes what is missing and never overwrites.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { eventSamples } from '../../test/events/eventSamples.js'
import { projectRoot } from '../projectRoot.js'
import { createCodec } from './codec.js'
import { UnknownSchema } from './errors.js'
import { eventTypes, topicOf } from './eventKey.js'
import type { DarkhorsesEvent, EventType } from './events.js'
import { createMemoryRegistry, type SchemaRegistry } from './registry.js'
import { schemaVersions } from './schemas.generated.js'

interface Golden {
  readonly schema_id: number
  readonly topic: string
  readonly key: string | null
  /** The bytes as they were written, base64. */
  readonly value: string
  /** The event as it is read today; bytes as base64. */
  readonly event: unknown
}

const root = projectRoot(import.meta.dirname)
const folder = join(root, 'test', 'golden')
const versions = eventTypes.flatMap((type) =>
  readdirSync(join(root, 'schemas', 'history', type))
    .map((file) => Number.parseInt(file, 10))
    .sort((a, b) => a - b)
    .map((version) => [type, version] as const),
)

/** A registry that knows one schema under one id, as it stands in the history. */
function registryOf(type: EventType, version: number, id: number): SchemaRegistry {
  const schema = readFileSync(join(root, 'schemas', 'history', type, `${version}.avsc`), 'utf8')
  return {
    register: () => Promise.reject(new Error('Nothing is written here.')),
    schemaOf: (wanted) => (wanted === id ? Promise.resolve(schema) : Promise.reject(new UnknownSchema(wanted))),
  }
}

const readable = (event: DarkhorsesEvent): unknown =>
  JSON.parse(
    JSON.stringify(event, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer' && 'data' in value
        ? Buffer.from(value.data as number[]).toString('base64')
        : value,
    ),
  )

async function writeGolden(file: string, type: EventType): Promise<void> {
  const event = eventSamples.find((sample) => sample.type === type)
  if (event === undefined) throw new Error(`test/events/eventSamples.ts has no ${type}.`)
  const { topic, key, value } = await createCodec({ registry: createMemoryRegistry() }).encode(event)
  const golden: Golden = {
    schema_id: value?.readUInt32BE(1) ?? 0,
    topic,
    key,
    value: value?.toString('base64') ?? '',
    event: readable(event),
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(golden, null, 2)}\n`)
}

describe.each(versions)('%s version %i', (type, version) => {
  const file = join(folder, type, `${version}.json`)

  test('has golden bytes', async () => {
    if (process.env['DARKHORSES_WRITE_GOLDEN'] === '1' && !existsSync(file) && version === schemaVersions[type])
      await writeGolden(file, type)
    expect(existsSync(file), `${file}: see the head of this test`).toBe(true)
  })

  test('is read as it was written', async () => {
    const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
    const { topic, key, schema_id } = golden
    const stored = {
      topic,
      partition: 0,
      offset: 0n,
      key,
      value: Buffer.from(golden.value, 'base64'),
      headers: {},
      timestamp: 0,
    }
    const codec = createCodec({ registry: registryOf(type, version, schema_id) })
    await codec.prepare([stored])
    // A later version may add fields (with their defaults); what was written then stays.
    expect(readable(codec.decode(stored))).toMatchObject(golden.event as object)
    expect(topic).toBe(topicOf[type])
  })
})

test('the newest version writes exactly its golden bytes, under the same id in every registry', async () => {
  for (const event of eventSamples) {
    const file = join(folder, event.type, `${schemaVersions[event.type]}.json`)
    const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden
    const { value } = await createCodec({ registry: createMemoryRegistry() }).encode(event)
    expect(value?.toString('base64'), event.type).toBe(golden.value)
  }
})
