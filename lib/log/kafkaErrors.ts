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

/** Whether the client that met an error has lost its connection, or may have. The broker's own answers are none of these. */
export function isLostConnection(error: unknown): boolean {
  if (brokerCode(error) !== undefined) return false
  return layers(error).some((layer) => /Connection|Broker|Timeout/.test(layer.name))
}

/** What passes by itself within moments: a coordinator that starts, moves, or still writes the end of the transaction before. */
const passing = new Set([
  'CONCURRENT_TRANSACTIONS',
  'COORDINATOR_LOAD_IN_PROGRESS',
  'GROUP_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'NOT_COORDINATOR_FOR_GROUP',
])

/** Whether the cluster answers and is only not ready yet. */
export function isPassing(error: unknown): boolean {
  const code = brokerCode(error)
  if (code !== undefined) return passing.has(code)
  // kafkajs swallows what the broker said when it looked for a coordinator.
  return layers(error).some((layer) => layer.name === 'KafkaJSGroupCoordinatorNotFound')
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
