import { RacingError } from '../errors.js'
import type { TopicPartition } from './log.js'

/** Another consumer of the group took these partitions while this one was away. */
export class LeaseLost extends RacingError {
  readonly code = 'LOG_LEASE_LOST'
  readonly retriable = false
  constructor(group: string, partitions: readonly TopicPartition[]) {
    const names = partitions.map(({ topic, partition }) => `${topic}/${partition}`).join(', ')
    super(`Group ${group} no longer holds ${names} here: another consumer has taken over. The batch was rolled back.`, {
      group,
      names,
    })
  }
}

/** A topic that nobody has created. */
export class TopicMissing extends RacingError {
  readonly code = 'LOG_TOPIC_MISSING'
  readonly retriable = false
  constructor(topic: string) {
    super(`There is no topic ${topic}: run \`darkhorses migrate\`, which creates the topics.`, { topic })
  }
}

/** The log does not answer. */
export class LogUnavailable extends RacingError {
  readonly code = 'LOG_UNAVAILABLE'
  readonly retriable = true
  constructor(what: string, cause?: unknown) {
    super(
      `The event log does not answer (${what}): it is tried again; check KAFKA_BROKERS or DATABASE_URL.`,
      { what },
      cause,
    )
  }
}
