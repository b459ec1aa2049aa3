import type { Command } from 'commander'
import { createPool } from '../../lib/db/pool.js'
import { migrateAll } from '../../lib/db/migrate.js'
import { readConfig } from '../../lib/config.js'
import { createTopics } from '../../lib/runtime.js'
import { runningDatabase, withRuntime } from '../session.js'

/** Applies missing migrations and creates missing topics. */
export function define(command: Command): Command {
  return command.addHelpText('after', '\nExample:\n  darkhorses migrate').action(async () => {
    const config = readConfig()
    const pool = createPool({
      url: await runningDatabase(config),
      searchPath: ['public'],
      applicationName: 'darkhorses migrate',
    })
    const applied = await migrateAll(pool, config.asOf).finally(() => pool.end())
    for (const file of applied) console.log(file)
    await withRuntime((runtime) => createTopics(runtime.log))
    console.log(applied.length === 0 ? 'Everything is up to date.' : `${applied.length} migrations applied.`)
  })
}
