import type { Command } from 'commander'
import pg from 'pg'
import { readConfig } from '../../lib/config.js'
import { asOfOption } from '../../lib/db/pool.js'
import { runningDatabase } from '../session.js'
import { table } from '../table.js'
import { UsageError } from '../usage.js'

/** SQL from the command line, for machines without psql; with `--url` the way to connect for those that have it. */
export function define(command: Command): Command {
  return command
    .option('-c, --command <sql>', 'run SQL and print what it returns')
    .option('--url', 'print the connection string, password included')
    .option('--json', 'rows as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses psql -c \'SELECT count(*) FROM ra_races\'\n  psql "$(darkhorses psql --url)"',
    )
    .action(async (options: { command?: string; url?: true; json?: true }) => {
      if (options.command === undefined && options.url !== true)
        throw new UsageError(
          "Say what to run, for example darkhorses psql -c 'SELECT count(*) FROM ra_races', or --url for the connection string.",
        )
      const config = readConfig()
      const url = await runningDatabase(config)
      if (options.command === undefined) {
        console.log(url)
        return
      }
      const client = new pg.Client({ connectionString: url, options: asOfOption(config.asOf).trim() })
      await client.connect()
      try {
        const answers = await client.query<Record<string, unknown>>(options.command)
        for (const answer of [answers].flat()) {
          if (options.json === true) console.log(JSON.stringify(answer.rows))
          else if (answer.fields.length > 0)
            console.log(
              table(
                answer.rows,
                answer.fields.map((field) => field.name),
              ),
            )
          else console.log(`${answer.command} ${answer.rowCount ?? ''}`.trim())
        }
      } finally {
        await client.end()
      }
    })
}
