/** At most one alert of a kind within the hour, over restarts and however many consoles run: the table `alerts` decides. */
import type { Pool } from 'pg'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { transaction } from '../../../lib/db/transaction.js'
import type { Alert } from './alert.js'

const claimAlert = sqlFile(import.meta.url, './sql/claimAlert.sql')
const markTold = sqlFile(import.meta.url, './sql/markTold.sql')
const beginWatch = sqlFile(import.meta.url, './sql/beginWatch.sql')

/**
 * Claims the right to tell of something; false where it was told within the hour. Claimed before it is sent: a crash between
 * the two loses one message, and never sends one twice.
 */
export async function claim(pool: Pool, alert: Alert, now: Date): Promise<boolean> {
  return transaction(pool, async (client) => {
    const { rowCount } = await client.query(claimAlert, [alert.kind, now, alert.text, alert.subject, alert.evidence])
    if (rowCount !== 1) return false
    if (alert.once !== undefined) await client.query(markTold, [alert.kind, alert.once, now])
    return true
  })
}

/** Takes things as told without telling anybody. */
export async function takeAsTold(pool: Pool, alert: Alert, now: Date): Promise<void> {
  if (alert.once !== undefined) await pool.query(markTold, [alert.kind, alert.once, now])
}

/** True for the first look of all: what is there then is no news. */
export async function isFirstLook(pool: Pool, now: Date): Promise<boolean> {
  return (await pool.query(beginWatch, [now])).rowCount === 1
}
