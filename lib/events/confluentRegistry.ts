/**
 * A Confluent-compatible registry over HTTP (Confluent, Apicurio's ccompat, Karapace, Redpanda).
 *
 * Ids and schemas, once seen, are kept: a registry that goes away later stops nobody who has started. A call that gets no
 * answer is tried three times within a second or two; after that RegistryUnavailable says `retriable`, and whoever runs the
 * long-lived work waits. Subjects get the rule FULL_TRANSITIVE, unless somebody has given them another one than NONE.
 */
import { COMPATIBILITY, SchemaRegistry as ConfluentClient, SchemaType } from '@kafkajs/confluent-schema-registry'
import { systemClock, type Clock } from '../clock.js'
import { RegistryRefused, RegistryUnavailable, UnknownSchema } from './errors.js'
import type { SchemaRegistry } from './registry.js'

export interface ConfluentRegistryOptions {
  /** SCHEMA_REGISTRY_URL; a user and password in it become Basic credentials and are shown nowhere. */
  readonly url: string
  /** TOPIC_PREFIX: subjects are named after the topics as the cluster knows them. */
  readonly topicPrefix?: string
  readonly clock?: Clock
  /** How long one call may take, in milliseconds; default 5,000. */
  readonly timeout?: number
}

type Middleware = NonNullable<ConstructorParameters<typeof ConfluentClient>[0]['middlewares']>[number]

const attempts = 3
const firstPause = 200

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : undefined
}

/** The client calls a connection that failed a response of status 400, which no registry sends. */
function isNoAnswer(error: unknown): boolean {
  const status = statusOf(error)
  return status === 400 || status === 408 || status === 429 || (status !== undefined && status >= 500)
}

/** A registry at a URL. Nothing is called until a schema is needed. */
export function createConfluentRegistry(options: ConfluentRegistryOptions): SchemaRegistry {
  const { clock = systemClock, timeout = 5_000, topicPrefix = '' } = options
  const url = new URL(options.url)
  const place = url.host
  const [username, password] = [decodeURIComponent(url.username), decodeURIComponent(url.password)]
  url.username = ''
  url.password = ''
  const base = url.href.replace(/\/+$/, '')
  const withTimeout: Middleware = () => ({
    request: (request) => Promise.resolve(request.enhance({ timeout })),
  })
  const client = new ConfluentClient({
    host: base,
    ...(username === '' ? {} : { auth: { username, password } }),
    retry: { retries: 0 },
    middlewares: [withTimeout],
  })

  /** Runs a call again while nobody answers; what the registry itself said is thrown as it is. */
  async function answered<T>(call: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await call()
      } catch (error) {
        if (!isNoAnswer(error)) throw error
        if (attempt === attempts) throw new RegistryUnavailable(place, error)
        await clock.sleep(firstPause * 2 ** (attempt - 1))
      }
    }
  }

  async function compatibilityCall(subject: string, level?: COMPATIBILITY): Promise<string> {
    const headers: Record<string, string> = { 'content-type': 'application/vnd.schemaregistry.v1+json' }
    if (username !== '') headers['authorization'] = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
    const response = await fetch(`${base}/config/${encodeURIComponent(subject)}`, {
      headers,
      signal: AbortSignal.timeout(timeout),
      ...(level === undefined ? {} : { method: 'PUT', body: JSON.stringify({ compatibility: level }) }),
    }).catch((error: unknown) => {
      throw new RegistryUnavailable(place, error)
    })
    if (!response.ok) throw Object.assign(new Error(`status ${response.status}`), { status: response.status })
    const { compatibilityLevel } = (await response.json()) as { compatibilityLevel?: string }
    return compatibilityLevel?.toUpperCase() ?? ''
  }

  /** Some registries answer NONE for a subject without a rule (Apicurio), where the client expects 404 and gives up. */
  async function registerUnderRuleOf(subject: string, schema: string): Promise<number> {
    const level = await compatibilityCall(subject)
    const known = Object.values(COMPATIBILITY).find((candidate) => candidate === (level as COMPATIBILITY))
    const { id } = await client.register(
      { type: SchemaType.AVRO, schema },
      { subject, compatibility: known ?? COMPATIBILITY.NONE },
    )
    if (known === COMPATIBILITY.NONE) await compatibilityCall(subject, COMPATIBILITY.FULL_TRANSITIVE)
    return id
  }

  return {
    register: async (logicalSubject, schema) => {
      const subject = `${topicPrefix}${logicalSubject}`
      try {
        return await answered(async () => {
          try {
            const wanted = { subject, compatibility: COMPATIBILITY.FULL_TRANSITIVE }
            return (await client.register({ type: SchemaType.AVRO, schema }, wanted)).id
          } catch (error) {
            if (!(error instanceof Error) || error.name !== 'ConfluentSchemaRegistryCompatibilityError') throw error
            return registerUnderRuleOf(subject, schema)
          }
        })
      } catch (error) {
        if (error instanceof RegistryUnavailable) throw error
        throw new RegistryRefused(place, subject, error)
      }
    },

    schemaOf: async (id) => {
      try {
        return JSON.stringify(await answered(() => client.getSchema(id)))
      } catch (error) {
        if (error instanceof RegistryUnavailable) throw error
        // 401 and 403 say nothing about the schema; everything else does: unknown, no Avro, not readable.
        if (statusOf(error) === 401 || statusOf(error) === 403) throw new RegistryRefused(place, `schema ${id}`, error)
        throw new UnknownSchema(id, error)
      }
    },
  }
}
