// A consumer in a process of its own, to be stopped and woken by signals. Its task comes as JSON in CONSUMER; it says what it
// does on stdout, and waits before each transaction for a line on stdin.
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
const { positions, apply } = applier(poolOf('racing'), task.group)
const lines = createInterface({ input: process.stdin })
const say = (line: string) => process.stdout.write(`${line}\n`)

const subscription = await log.subscribe({
  group: task.group,
  topics: task.topics,
  positions,
  handleBatch: async (batch) => {
    const go = new Promise((resolve) => lines.once('line', resolve))
    say(`in hand ${batch.events.length}`)
    await go
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
