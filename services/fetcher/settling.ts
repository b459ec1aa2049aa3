/**
 * From which day on a sync asks: results are read again at +1, +3 and +7 days, and whoever only ever asks from yesterday on
 * would read a Saturday once. What the days between have covered is not fetched again.
 */
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { Runtime } from '../../lib/runtime.js'
import { addDays } from './calendar.js'

const firstDueReading = sqlFile(import.meta.url, './sql/firstDueReading.sql')

/** The last reading is due after 7 days; a service that was down for as long again makes up for it. */
const mostBack = 14

/** The earlier of a day and the first one whose results are due to be read again. */
export async function withDueReadings(runtime: Runtime, start: string): Promise<string> {
  const { rows } = await runtime
    .pool('fetching')
    .query<{ date: string | null }>(firstDueReading, [addDays(runtime.today(), -mostBack), runtime.clock.now()])
  const due = rows[0]?.date ?? start
  return due < start ? due : start
}
