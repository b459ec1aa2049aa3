import type { Command } from 'commander'
import { expectedColumns } from '../../lib/audit/expectedColumns.js'
import { validateTables } from '../../lib/audit/validate.js'
import { printJson } from '../output.js'
import { withRuntime } from '../session.js'
import { table } from '../table.js'
import { UsageError } from '../usage.js'

/** The 18 tables: rows, columns filled, nulls that should not be there. */
export function define(command: Command): Command {
  return command
    .option('--table <name...>', 'only these tables, with each column')
    .option('--json', 'as JSON, each column with the number of rows that have it')
    .addHelpText('after', '\nExample:\n  darkhorses validate --table ra_races')
    .action(async (options: { table?: string[]; json?: true }) => {
      const unknown = (options.table ?? []).filter((name) => expectedColumns[name] === undefined)
      if (unknown.length > 0)
        throw new UsageError(
          `There is no table ${unknown.join(', ')}. For example --table ra_races; the tables are ${Object.keys(expectedColumns).join(', ')}.`,
        )
      await withRuntime(async (runtime) => {
        const tables = await validateTables(runtime.pool('racing'), options.table)
        const nullsOf = (nulls: Readonly<Record<string, number>>) =>
          Object.entries(nulls)
            .map(([column, rows]) => `${column} in ${rows} rows`)
            .join(', ')
        if (options.json === true) printJson(tables)
        else {
          const rows = tables.map((one) => ({ ...one, unexpected: nullsOf(one.unexpected_nulls) || 'none' }))
          process.stdout.write(
            `${table(rows, ['table', 'rows', 'columns', 'full', 'partly', 'empty', 'unexpected'])}\n`,
          )
          for (const one of options.table === undefined ? [] : tables) {
            const columns = Object.entries(one.filled).map(([column, filled]) => ({
              column,
              filled,
              share: one.rows === 0 ? '-' : `${Math.floor((1000 * filled) / one.rows) / 10} %`,
              nulls:
                one.unexpected_nulls[column] === undefined
                  ? filled === one.rows
                    ? 'none'
                    : 'expected'
                  : 'NOT expected',
            }))
            process.stdout.write(`\n${one.table}\n${table(columns, ['column', 'filled', 'share', 'nulls'])}\n`)
          }
        }
        const wrong = tables.filter((one) => Object.keys(one.unexpected_nulls).length > 0)
        if (wrong.length === 0) return
        console.error(
          `error: nulls where every row should have a value, in ${wrong.map((one) => one.table).join(', ')}; darkhorses audit says where.`,
        )
        process.exitCode = 1
      })
    })
}
