/**
 * Looks every 15 s whether people should know of something, and tells them: the log always, e-mail, Slack and Discord where
 * they are configured. Everything is read from Postgres, so it does not matter where the groups run. A database that does not
 * answer is told of as well, then with a cool-down that this process remembers.
 */
import { isRetriable, messageOf } from '../../../lib/errors.js'
import { redacted } from '../../../lib/logger.js'
import type { Runtime } from '../../../lib/runtime.js'
import type { Alert } from './alert.js'
import { channelsOf, type Channel } from './channels.js'
import { createConditions } from './conditions.js'
import { claim, isFirstLook, takeAsTold } from './cooldown.js'

const lookEveryMs = 15_000
/** Looks in a row that must fail before the database counts as lost: a restart is no alert. */
const patience = 4
const hour = 3_600_000
/** Pauses before the second and the third try of a channel. */
const pausesMs = [2000, 10_000]

export interface AlertsOptions {
  /** Where alerts go; those of the configuration unless a test says otherwise. */
  readonly channels?: readonly Channel[]
}

/** The alerts of a system; `look` is one round of it. */
export function createAlerts(runtime: Runtime, options: AlertsOptions = {}) {
  const { clock, logger, config } = runtime
  const channels = options.channels ?? channelsOf(config.alerts)
  const conditions = createConditions(runtime)
  const mask = (text: string) => redacted(text, config.secrets)
  let lost = 0
  let lostToldAt = -Infinity

  async function send(channel: Channel, alert: Alert, signal?: AbortSignal): Promise<void> {
    for (let tries = 0; ; tries += 1) {
      try {
        await channel.send(alert)
        return
      } catch (error) {
        const pause = pausesMs[tries]
        const refused = error instanceof Error && 'retriable' in error && !isRetriable(error)
        if (refused || pause === undefined || signal?.aborted === true) {
          logger.error(
            { channel: channel.name, kind: alert.kind, reason: mask(messageOf(error)) },
            `error: an alert could not be sent by ${channel.name}`,
          )
          return
        }
        await clock.sleep(pause, signal)
      }
    }
  }

  async function tell(alert: Alert, signal?: AbortSignal): Promise<void> {
    const told = { ...alert, text: mask(alert.text) }
    logger.warn({ kind: told.kind }, `alert: ${told.kind}: ${told.text}`)
    await Promise.all(channels.map((channel) => send(channel, told, signal)))
  }

  async function lookAtDatabase(signal?: AbortSignal): Promise<Alert[]> {
    const pool = runtime.pool('fetching')
    const now = clock.now()
    const first = await isFirstLook(pool, now)
    const told: Alert[] = []
    for (const alert of await conditions.look()) {
      if (first) await takeAsTold(pool, alert, now)
      else if (await claim(pool, { ...alert, text: mask(alert.text) }, now)) told.push(alert)
    }
    await Promise.all(told.map((alert) => tell(alert, signal)))
    return told
  }

  /** One round; returns what was told. Never throws: a failure is logged, and told where it lasts. */
  async function look(signal?: AbortSignal): Promise<Alert[]> {
    try {
      const told = await lookAtDatabase(signal)
      lost = 0
      return told
    } catch (error) {
      lost += 1
      logger.warn({ err: error }, `error: the alerts wait for the database: ${messageOf(error)}`)
      const now = clock.now().getTime()
      if (lost < patience || now - lostToldAt < hour) return []
      lostToldAt = now
      const text = `The database has not answered ${lost} times in a row: ${messageOf(error)}. See \`darkhorses check\`.`
      const alert: Alert = { kind: 'database errors', text, subject: 'lost', evidence: clock.now() }
      await tell(alert, signal)
      return [alert]
    }
  }

  return {
    look,
    /** Looks until the signal is aborted. */
    run: async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        await look(signal)
        await clock.sleep(lookEveryMs, signal)
      }
    },
  }
}
