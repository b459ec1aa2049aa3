import { spawn } from 'node:child_process'
import type { Command } from 'commander'
import { readConfig } from '../../lib/config.js'
import { asOfOption } from '../../lib/db/pool.js'
import { RacingError } from '../../lib/errors.js'
import { connectDatabase, runningDatabase } from '../session.js'
import { table } from '../table.js'
import { UsageError } from '../usage.js'

/** No psql on this machine. */
class NoPsql extends RacingError {
  readonly code = 'NO_PSQL'
  readonly retriable = false
  constructor() {
    super(
      "psql is not on the PATH: install it (Debian: postgresql-client), or give SQL with -c, for example darkhorses psql -c 'SELECT count(*) FROM ra_races'.",
    )
  }
}

/** Hands the terminal to psql; the password goes by the environment, where `ps` does not show it. @throws NoPsql */
async function interactive(url: string, settings: string): Promise<void> {
  const target = new URL(url)
  const password = decodeURIComponent(target.password)
  target.password = ''
  const child = spawn('psql', [target.toString()], {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(password === '' ? {} : { PGPASSWORD: password }),
      ...(settings === '' ? {} : { PGOPTIONS: settings }),
    },
  })
  // Ctrl+C is psql's: it ends a statement, not the session.
  const ignore = () => undefined
  process.on('SIGINT', ignore)
  process.exitCode = await new Promise<number>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(error.code === 'ENOENT' ? new NoPsql() : error))
    child.once('close', (code) => resolve(code ?? 1))
  }).finally(() => process.off('SIGINT', ignore))
}

/** SQL on the database: from the command line, which needs no psql, or in psql's own terminal; `--url` tells where it is. */
export function define(command: Command): Command {
  return command
    .option('-c, --command <sql>', 'run SQL and print what it returns')
    .option('--url', 'print the connection string, password included')
    .option('--json', 'rows as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  darkhorses psql\n  darkhorses psql -c \'SELECT count(*) FROM ra_races\'\n  psql "$(darkhorses psql --url)"',
    )
    .action(async (options: { command?: string; url?: true; json?: true }) => {
      if (options.command !== undefined && options.url === true)
        throw new UsageError(
          "-c and --url are two things: for example darkhorses psql -c 'SELECT count(*) FROM ra_races', or darkhorses psql --url.",
        )
      if (options.json === true && options.command === undefined)
        throw new UsageError(
          "--json is for the rows of -c, for example darkhorses psql --json -c 'SELECT count(*) FROM ra_races'.",
        )
      const config = readConfig()
      if (options.command === undefined) {
        const url = await runningDatabase(config)
        if (options.url === true) console.log(url)
        else await interactive(url, asOfOption(config.asOf).trim())
        return
      }
      const { client } = await connectDatabase(config, asOfOption(config.asOf).trim())
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
