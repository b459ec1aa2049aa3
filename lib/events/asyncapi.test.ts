import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { eventSamples } from '../../test/events/eventSamples.js'
import { projectRoot } from '../projectRoot.js'
import { cloudEventHeaders } from './cloudEvents.js'
import { eventTypes, keyOf, topicOf } from './eventKey.js'
import { topics } from './topics.js'

type Node = Readonly<Record<string, unknown>>
interface Ref {
  readonly $ref: string
}
interface Document {
  readonly asyncapi: string
  readonly channels: Readonly<Record<string, { address: string; messages: Readonly<Record<string, Ref>> }>>
  readonly operations: Readonly<Record<string, { action: string; channel: Ref; messages: Ref[] }>>
  readonly components: {
    readonly messages: Readonly<Record<string, { name: string; headers: Ref; payload: { schema: Ref } }>>
    readonly schemas: Readonly<Record<string, { properties?: Node; required?: string[] }>>
  }
}

const folder = join(projectRoot(import.meta.dirname), 'schemas')
const document = parse(readFileSync(join(folder, 'asyncapi.yaml'), 'utf8')) as Document

function refsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(refsIn)
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : refsIn(value)))
}

/** Whether a reference leads somewhere: `#/a/b` within the document, else a file beside it. */
function leadsSomewhere(ref: string): boolean {
  if (!ref.startsWith('#/')) return existsSync(join(folder, ref))
  let node: unknown = document
  for (const step of ref.slice(2).split('/')) node = (node as Node | undefined)?.[step]
  return node !== undefined
}

describe('schemas/asyncapi.yaml', () => {
  test('is AsyncAPI 3, and every reference in it leads somewhere', () => {
    expect(document.asyncapi).toMatch(/^3\./)
    const refs = refsIn(document)
    expect(refs.length).toBeGreaterThan(40)
    expect(refs.filter((ref) => !leadsSomewhere(ref))).toEqual([])
  })

  test('has a channel for each topic, and no other', () => {
    const addresses = Object.values(document.channels).map(({ address }) => address)
    expect(addresses.sort()).toEqual(Object.values(topics).sort())
  })

  test('has a message for each schema, and no other', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.avsc'))
    const payloads = Object.values(document.components.messages).map(({ payload }) => payload.schema.$ref)
    expect(payloads.sort()).toEqual(files.map((file) => `./${file}`).sort())
    expect(files.map((file) => file.slice(0, -5)).sort()).toEqual([...eventTypes].sort())
  })

  test.each(eventTypes)('%s is in its topic, with its payload', (type) => {
    const channel = Object.values(document.channels).find(({ address }) => address === topicOf[type])
    expect(channel?.messages).toEqual({ [type]: { $ref: `#/components/messages/${type}` } })
    expect(document.components.messages[type]).toMatchObject({
      name: `uk.darkhorses.${type}`,
      payload: { schema: { $ref: `./${type}.avsc` } },
    })
  })

  test('every topic is sent to, and the messages of an operation are of its channel', () => {
    const operations = Object.values(document.operations)
    const sent = operations.filter(({ action }) => action === 'send').map(({ channel }) => channel.$ref)
    expect(sent.sort()).toEqual(Object.keys(document.channels).map((name) => `#/channels/${name}`).sort()) // prettier-ignore
    for (const { channel, messages } of operations)
      for (const { $ref } of messages) expect($ref).toMatch(new RegExp(`^${channel.$ref}/messages/`))
  })

  test.each(eventSamples.map((event) => [event.type, event] as const))('names the headers of %s', (_type, event) => {
    const { properties = {}, required = [] } = document.components.schemas['Headers'] ?? {}
    const names = Object.keys(cloudEventHeaders(event, keyOf(event), { traceparent: '00' }))
    expect(names.filter((name) => !(name in properties))).toEqual([])
    expect(required.filter((name) => !names.includes(name))).toEqual([])
  })
})
