// A consumer in a process of its own, to be stopped and woken by signals. Its task comes as JSON in CONSUMER; it says what it
// does on stdout, and waits before each transaction, or within it, for a line on stdin.
import { createInterface } from 'node:readline'
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { createEmbeddedLog } from '../../lib/log/embeddedLog.js'
import { createKafkaLog } from '../../lib/log/kafkaLog.js'
import { applier } from './follower.js'

export interface ConsumerTask {
  readonly databaseUrl: string
  readonly group: string
  readonly topics: readonly string[]
  readonly leaseMs: number
  /** Where it waits. */
  readonly waits: 'before' | 'within'
  /** Null: the embedded log of the database. */
  readonly kafka: { readonly brokers: readonly string[]; readonly topicPrefix: string } | null
}

const task = JSON.parse(process.env['CONSUMER'] ?? '{}') as ConsumerTask
const poolOf = (schema: string) =>
  createPool({ url: task.databaseUrl, searchPath: [schema], applicationName: 'consumer process' })
const log =
  task.kafka === null
    ? createEmbeddedLog({ pool: poolOf('log'), clock: systemClock, leaseMs: task.leaseMs })
    : createKafkaLog({ ...task.kafka, clock: systemClock, sessionMs: task.leaseMs })
const lines = createInterface({ input: process.stdin })
const say = (line: string) => process.stdout.write(`${line}\n`)
const told = (line: string) => {
  const go = new Promise<void>((resolve) => lines.once('line', () => resolve()))
  say(line)
  return go
}
const within = task.waits === 'within' ? () => told('in hand within its transaction') : undefined
const { positions, apply } = applier(poolOf('racing'), task.group, within)

const subscription = await log.subscribe({
  group: task.group,
  topics: task.topics,
  positions,
  handleBatch: async (batch) => {
    if (within === undefined) await told(`in hand ${batch.events.length}`)
    await apply(batch)
    say('applied')
  },
})
subscription.done.then(
  () => say('ended'),
  (error: unknown) => {
    say(`ended by ${error instanceof Error ? error.name : String(error)}`)
    process.exit(0)
  },
)
