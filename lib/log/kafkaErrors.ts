import { RacingError } from '../errors.js'
import { EventTooLarge, LogRefused, LogUnavailable, TopicMissing } from './errors.js'

const missing = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION'])
const tooLarge = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'])
const refused =
  /AUTHORIZATION_FAILED$|^SASL_|^UNSUPPORTED_|^INVALID_(CONFIG|REPLICATION_FACTOR|PARTITIONS|REQUEST)$|^POLICY_VIOLATION$/
const refusedNames = new Set([
  'KafkaJSSASLAuthenticationError',
  'KafkaJSServerDoesNotSupportApiKey',
  'KafkaJSNotImplemented',
])

interface KafkaJSError extends Error {
  readonly type?: string
  readonly topic?: string
  readonly errors?: readonly unknown[]
}

/** The errors below an error of kafkajs, outermost first: its wrappers hide what the broker said. */
function layers(error: unknown): KafkaJSError[] {
  const found: KafkaJSError[] = []
  let next: unknown = error
  while (next instanceof Error && !found.includes(next)) {
    const layer: KafkaJSError = next
    found.push(layer)
    next = layer.cause ?? layer.errors?.[0]
  }
  return found
}

/** What the broker answered, if it did: a code such as `NOT_LEADER_FOR_PARTITION`. */
export function brokerCode(error: unknown): string | undefined {
  return layers(error).find((layer) => typeof layer.type === 'string')?.type
}

/** An error of kafkajs as the log's own; `logical` takes the prefix off a topic. Other errors stay what they are. */
export function logError(what: string, error: unknown, logical: (topic: string) => string): unknown {
  if (error instanceof RacingError) return error
  const all = layers(error)
  if (!all.some((layer) => layer.name.startsWith('KafkaJS'))) return error
  const code = brokerCode(error)
  if (
    (code !== undefined && missing.has(code)) ||
    all.some((layer) => layer.name === 'KafkaJSTopicMetadataNotLoaded')
  ) {
    const topic = all.find((layer) => layer.topic !== undefined)?.topic
    return new TopicMissing(topic === undefined ? `(${what})` : logical(topic), error)
  }
  if (code !== undefined && tooLarge.has(code)) return new EventTooLarge(what, error)
  if ((code !== undefined && refused.test(code)) || all.some((layer) => refusedNames.has(layer.name))) {
    return new LogRefused(what, error)
  }
  return new LogUnavailable(what, error)
}
