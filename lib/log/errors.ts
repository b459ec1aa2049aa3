import { messageOf, RacingError } from '../errors.js'
import type { Position, TopicPartition } from './log.js'
import { partitionName } from './partitionName.js'

/** Another consumer of the group took these partitions while this one was away. */
export class LeaseLost extends RacingError {
  readonly code = 'LOG_LEASE_LOST'
  readonly retriable = false
  constructor(group: string, partitions: readonly TopicPartition[]) {
    const names = partitions.map(partitionName).join(', ')
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
  constructor(topic: string, cause?: unknown) {
    super(`There is no topic ${topic}: run \`darkhorses migrate\`, which creates the topics.`, { topic }, cause)
  }
}

/** The log does not answer. What was asked of it may have happened all the same: an append is repeated whole. */
export class LogUnavailable extends RacingError {
  readonly code = 'LOG_UNAVAILABLE'
  readonly retriable = true
  constructor(what: string, cause?: unknown) {
    super(
      `The event log does not answer (${what}): ${messageOf(cause)}. Try again; check KAFKA_BROKERS or DATABASE_URL.`,
      { what },
      cause,
    )
  }
}

/** The log answers, and refuses: credentials, rights, or a request that it does not understand. */
export class LogRefused extends RacingError {
  readonly code = 'LOG_REFUSED'
  readonly retriable = false
  constructor(what: string, cause?: unknown) {
    super(
      `The event log refuses (${what}): ${messageOf(cause)}. Check the credentials and rights of this client.`,
      { what },
      cause,
    )
  }
}

/** Events that the log does not take because of their size. */
export class EventTooLarge extends RacingError {
  readonly code = 'LOG_EVENT_TOO_LARGE'
  readonly retriable = false
  constructor(what: string, cause?: unknown) {
    super(
      `An event is too large for the log (${what}): raise max.message.bytes of the topic, or make the event smaller.`,
      { what },
      cause,
    )
  }
}

/** A group's stored position lies outside of what the log holds: events were deleted, or the log is another one. */
export class PositionOutOfRange extends RacingError {
  readonly code = 'LOG_POSITION_OUT_OF_RANGE'
  readonly retriable = false
  constructor(group: string, { topic, partition, offset }: Position, first: bigint, next: bigint) {
    super(
      `Group ${group} would go on at ${topic}/${partition} offset ${offset}, and the log holds ${first} to ${next}: ` +
        (offset < first ? 'events were deleted before they were applied' : 'this is not the log it was applied from') +
        '. Restore the log, or rebuild from what is there (`darkhorses rebuild`).',
      { group, topic, partition, offset: offset.toString(), first: first.toString(), next: next.toString() },
    )
  }
}
