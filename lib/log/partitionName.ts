import type { TopicPartition } from './log.js'

/** A partition in messages and as a key of maps: `results/0`. */
export const partitionName = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`
