import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'
import pretty from 'pino-pretty'

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'level'>

export interface LoggerOptions {
  readonly level: string
  /** Values that must never be written; they are replaced wherever they occur. */
  readonly secrets?: readonly string[]
  /** Where lines go; default stdout, pretty on a terminal and JSON elsewhere. */
  readonly destination?: DestinationStream
}

/** A destination that replaces every secret before passing a line on. */
function redacting(secrets: readonly string[], to: DestinationStream): DestinationStream {
  const hidden = secrets.filter((secret) => secret.length >= 4)
  if (hidden.length === 0) return to
  return { write: (line) => to.write(hidden.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), line)) }
}

/** A logger that writes JSON lines with levels by name, and no secret. */
export function createLogger(options: LoggerOptions): Logger {
  const destination =
    options.destination ??
    (process.stdout.isTTY ? pretty({ colorize: process.env['NO_COLOR'] === undefined }) : process.stdout)
  return pino(
    {
      level: options.level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    redacting(options.secrets ?? [], destination),
  )
}
