import type { Clock } from '../../lib/clock.js'
import { readConfig } from '../../lib/config.js'
import { createLogger } from '../../lib/logger.js'
import { createTopics, openRuntime, type Runtime } from '../../lib/runtime.js'
import type { TestDatabase } from './postgres.js'

/** A runtime on a test's database, with topics, and nothing running. */
export async function testRuntime(
  database: TestDatabase,
  environment: Readonly<Record<string, string>> = {},
  clock?: Clock,
): Promise<Runtime> {
  const config = readConfig({ DATABASE_URL: database.url, CONSOLE_PORT: '0', ...environment }, '/')
  const runtime = await openRuntime({
    config,
    databaseUrl: database.url,
    logger: createLogger({ level: 'silent' }),
    ...(clock === undefined ? {} : { clock }),
  })
  await createTopics(runtime.log)
  return runtime
}
