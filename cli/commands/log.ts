import type { Command } from 'commander'
import type { Pool } from 'pg'
import { readConfig, type Config } from '../../lib/config.js'
import { systemClock } from '../../lib/clock.js'
import { createPool } from '../../lib/db/pool.js'
import { copySchemas } from '../../lib/events/copySchemas.js'
import type { SchemaRegistry } from '../../lib/events/registry.js'
import { createTableRegistry } from '../../lib/events/tableRegistry.js'
import { topics as allTopics } from '../../lib/events/topics.js'
import { compareLogs, copyLog, CopyRefused } from '../../lib/log/copyLog.js'
import { withCopyNotes } from '../../lib/log/copyNotes.js'
import type { EventLog } from '../../lib/log/log.js'
import { openLog } from '../../lib/log/openLog.js'
import { moveGroups } from '../../lib/projection/moveGroups.js'
import { printRows } from '../output.js'
import { runningDatabase } from '../session.js'
import { UsageError } from '../usage.js'
import { logSchemas, importSchema, usedSchemas } from '../logSchemas.js'

interface Options {
  readonly to: string
  readonly topic?: readonly string[]
  readonly verify?: true
  readonly moveGroups?: true
  readonly json?: true
}

interface Logs {
  readonly embedded: EventLog
  readonly kafka: EventLog
  readonly table: SchemaRegistry
  readonly registry: SchemaRegistry
}

const note = (line: string) => process.stderr.write(`${line}\n`)

function checkedTopics(names: readonly string[] | undefined): readonly string[] | undefined {
  const known: readonly string[] = Object.values(allTopics)
  const unknown = names?.filter((name) => !known.includes(name)) ?? []
  if (unknown.length > 0)
    throw new UsageError(
      `There is no topic ${unknown.join(', ')}; there are ${known.join(', ')}, for example --topic results.`,
    )
  return names
}

/** Members of groups that read the embedded log now: their positions must not be moved under them. */
async function refuseWhileServicesRun(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ groups: string | null }>(
    "SELECT string_agg(DISTINCT group_name, ', ') AS groups FROM log_members WHERE heartbeat_at > clock_timestamp() - interval '15 seconds'",
  )
  if (rows[0]?.groups != null)
    throw new CopyRefused(
      `The groups ${rows[0].groups} still run: stop them (\`darkhorses stop\`), and their positions can be moved.`,
    )
  const { rows: schemas } = await pool.query<{ name: string }>(
    "SELECT nspname AS name FROM pg_namespace WHERE nspname IN ('racing_next', 'racing_old') ORDER BY 1",
  )
  if (schemas.length > 0)
    throw new CopyRefused(
      `A rebuild is open or can be rolled back (${schemas.map((one) => one.name).join(', ')}), and its positions are those of the old log: ` +
        '`darkhorses rebuild drop` or `rebuild forget` first.',
    )
}

async function copy(options: Options): Promise<void> {
  const { to } = options
  if (to !== 'kafka' && to !== 'embedded')
    throw new UsageError(`--to takes kafka or embedded, for example --to kafka; it is ${JSON.stringify(to)}.`)
  const names = checkedTopics(options.topic)
  if (options.moveGroups === true && names !== undefined)
    throw new UsageError('--move-groups needs the whole log: leave --topic out.')
  const config = readConfig()
  if (config.kafkaBrokers.length === 0)
    throw new UsageError(
      'A copy needs both logs: set KAFKA_BROKERS and SCHEMA_REGISTRY_URL, for example KAFKA_BROKERS=localhost:9092.',
    )
  await withLogs(config, async (logs, pool, open) => {
    const [source, target] = to === 'kafka' ? [logs.embedded, logs.kafka] : [logs.kafka, logs.embedded]
    const cluster = `${config.topicPrefix}@${[...config.kafkaBrokers].sort().join(',')}`
    const direction = to === 'kafka' ? `embedded into ${cluster}` : `${cluster} into embedded`
    const stopping = new AbortController()
    const stop = () => stopping.abort()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    const began = Date.now()
    let told = began
    const results = await withCopyNotes(pool, direction, async (notes) => {
      if (options.moveGroups === true) await refuseWhileServicesRun(pool)
      if (to === 'kafka') await copySchemas(await logSchemas(pool), logs.registry, () => Promise.resolve(false))
      else
        await copySchemas(await usedSchemas(logs.kafka, logs.registry, names), logs.table, (one) =>
          importSchema(pool, one),
        )
      return copyLog({
        source,
        target,
        notes,
        ...(names === undefined ? {} : { topics: names }),
        signal: stopping.signal,
        onProgress: ({ topic, partition, copied }) => {
          if (Date.now() - told < 5000) return
          told = Date.now()
          note(
            `${topic}/${partition}: ${copied} events copied, ${Math.round((copied * 1000) / (told - began))} a second`,
          )
        },
      })
    })
    printRows(
      results.map((one) => ({ ...one })),
      ['topic', 'partitions', 'copied', 'found'],
      options,
    )
    if (stopping.signal.aborted) {
      process.exitCode = 130
      note('Interrupted: the same command goes on from here.')
      return
    }
    if (options.verify === true)
      note(`${await compareLogs(source, target, names)} events compared, byte for byte: all the same.`)
    if (options.moveGroups !== true) return
    for (const schema of ['racing', 'fetching']) {
      const groups = await moveGroups(open(schema), source, target)
      if (groups.length > 0) note(`Groups ${groups.join(', ')} go on in the ${target.kind} log.`)
    }
  })
}

async function withLogs(
  config: Config,
  work: (logs: Logs, pool: Pool, open: (schema: string) => Pool) => Promise<void>,
): Promise<void> {
  const url = await runningDatabase(config)
  const pools: Pool[] = []
  const open = (schema: string) => {
    const pool = createPool({ url, searchPath: [schema], applicationName: 'darkhorses log copy', max: 4 })
    pools.push(pool)
    return pool
  }
  const [pool, clock, { topicPrefix }] = [open('log'), systemClock, config]
  const embedded = await openLog({ kafkaBrokers: [], topicPrefix: '', pool, clock })
  const kafka = await openLog({ kafkaBrokers: config.kafkaBrokers, topicPrefix, pool, clock })
  const { createConfluentRegistry } = await import('../../lib/events/confluentRegistry.js')
  const registry = createConfluentRegistry({ url: config.schemaRegistryUrl ?? '', topicPrefix, clock })
  try {
    await work({ embedded, kafka, table: createTableRegistry({ pool }), registry }, pool, open)
  } finally {
    await Promise.allSettled([embedded.close(), kafka.close()])
    await Promise.all(pools.map((one) => one.end()))
  }
}

/** The event log as a whole. */
export function define(command: Command): Command {
  command
    .command('copy')
    .description(
      'copy the whole log between Postgres and Kafka, byte for byte; the same command goes on with an interrupted copy',
    )
    .exitOverride()
    .requiredOption('--to <log>', 'kafka or embedded: the log that is copied into, which must be empty')
    .option('--topic <topic...>', 'only these')
    .option('--verify', 'read both logs afterwards and compare every event')
    .option(
      '--move-groups',
      'afterwards set all groups to the end of the copy, where they go on (services stopped, everything applied)',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  KAFKA_BROKERS=localhost:9092 SCHEMA_REGISTRY_URL=http://localhost:8081 darkhorses log copy --to kafka --verify --move-groups\n  darkhorses log copy --to embedded',
    )
    .action(copy)
  return command.addHelpText('after', '\nExample:\n  darkhorses log copy --to kafka')
}
