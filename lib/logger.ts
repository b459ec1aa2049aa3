import { createRequire } from 'node:module'
import type PinoPretty from 'pino-pretty'
import { pino, type DestinationStream, type Logger as PinoLogger } from 'pino'

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'level'>

export interface LoggerOptions {
  readonly level: string
  /** Values that must never be written; they are replaced wherever they occur. */
  readonly secrets?: readonly string[]
  /** Where lines go; default stdout, pretty on a terminal and JSON elsewhere. */
  readonly destination?: DestinationStream
}

/** Shorter ones would blank out ordinary words. */
const shortestSecret = 4

/** A text without these secrets. */
export function redacted(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= shortestSecret)
    .reduce((shown, secret) => shown.replaceAll(secret, '[redacted]'), text)
}

/** A destination that replaces every secret before passing a line on. */
function redacting(secrets: readonly string[], to: DestinationStream): DestinationStream {
  return { write: (line) => to.write(redacted(line, secrets)) }
}

interface ErrorFields {
  readonly type: string
  readonly message: string
  readonly code?: unknown
  readonly stack?: string | undefined
  readonly cause?: ErrorFields
}

function errorFields(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) }
  return {
    type: error.name,
    message: error.message,
    ...('code' in error ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  }
}

/** Loaded only for a terminal. */
function prettyPrinter(): DestinationStream {
  const pretty = createRequire(import.meta.url)('pino-pretty') as typeof PinoPretty
  return pretty({ colorize: (process.env['NO_COLOR'] ?? '') === '' })
}

/** A logger that writes JSON lines with levels by name, and no secret. */
export function createLogger(options: LoggerOptions): Logger {
  const destination = options.destination ?? (process.stdout.isTTY ? prettyPrinter() : process.stdout)
  return pino(
    {
      // Errors of libraries carry connections and requests with them: only what a reader needs is written.
      serializers: { err: errorFields },
      level: options.level,
      base: null,
      formatters: { level: (label) => ({ level: label }) },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    redacting(options.secrets ?? [], destination),
  )
}
