/** Database, log and registry of the running system. */
import { messageOf } from '../../lib/errors.js'
import { pendingMigrations } from '../../lib/db/migrate.js'
import { controlMessage } from '../../lib/events/controlMessage.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import { right, warning, wrong, type CheckFinding } from './finding.js'

/** Postgres' version, and whether its tables are those of this program. */
export async function checkDatabase(runtime: Runtime): Promise<{ findings: CheckFinding[]; now: Date | null }> {
  try {
    const { rows } = await runtime
      .pool('racing')
      .query<{ version: string; number: number; now: Date }>(
        "SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number, now() AS now",
      )
    const { version = '', number = 0, now = null } = rows[0] ?? {}
    const found = `Postgres ${version}`
    const missing = await pendingMigrations(runtime.pool('racing'))
    return {
      findings: [
        number >= 150_000 ? right('database', found) : wrong('database', found, 'Postgres 15 or newer is needed'),
        missing.length === 0
          ? right('migrations', 'up to date')
          : wrong('migrations', `${missing.length} missing, first ${missing[0]}`, 'run darkhorses migrate'),
      ],
      now,
    }
  } catch (error) {
    return {
      findings: [wrong('database', messageOf(error), 'is it running, and does DATABASE_URL lead to it?')],
      now: null,
    }
  }
}

/** The log and its topics. */
export async function checkLog(runtime: Runtime): Promise<CheckFinding> {
  const { log } = runtime
  try {
    const known = new Set((await log.topics()).map((one) => one.topic))
    const missing = Object.values(topics).filter((topic) => !known.has(topic))
    return missing.length === 0
      ? right('log', `${log.kind}, ${known.size} topics`)
      : warning('log', `${log.kind}, without ${missing.join(', ')}`, 'run darkhorses migrate, which creates them')
  } catch (error) {
    return wrong('log', messageOf(error), log.kind === 'kafka' ? 'see KAFKA_BROKERS' : 'see the database')
  }
}

/** The registry, by asking it for the schema of a control message. */
export async function checkRegistry(runtime: Runtime): Promise<CheckFinding> {
  const where = runtime.log.kind === 'kafka' ? (runtime.config.schemaRegistryUrl ?? '') : 'a table of the database'
  try {
    await runtime.codec.encode(controlMessage({ id: 'check', command: 'start_run' }))
    return right('registry', runtime.log.kind === 'kafka' ? 'answers' : where)
  } catch (error) {
    return wrong('registry', messageOf(error), 'see SCHEMA_REGISTRY_URL')
  }
}
