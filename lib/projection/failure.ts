import { isRetriable } from '../errors.js'

/**
 * What a failure means for a batch. `outage`: the same batch can succeed later, so it is retried for ever, visibly.
 * `event`: an event is to blame and is looked for. `fatal`: the program or the database schema is wrong; the process ends.
 */
export type FailureKind = 'outage' | 'event' | 'fatal'

const outageClasses = new Set(['08', '40', '53', '55', '57', '58'])
/** Cardinality, data, constraints, limits of size, and what a function or trigger raises. */
const dataClasses = new Set(['21', '22', '23', '54', 'P0'])
/** Failures of ours, not of an event: going on would set every event aside. */
const fatalCodes = new Set(['REGISTRY_REFUSED', 'SCHEMA_NOT_PREPARED'])
/** The server ended a transaction that held its rows for too long without a word. */
const heldTooLong = new Set(['25P03', '25P04'])
const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
])
const lostConnection =
  /connection terminated|connection ended|timeout exceeded when trying to connect|client has encountered a connection error|not queryable|socket (hang|closed)/i

function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

/** Tells outages from bad events by SQLSTATE class, network error code, or what the error says of itself. */
export function failureKind(error: unknown): FailureKind {
  if (isRetriable(error)) return 'outage'
  const code = codeOf(error)
  if (code !== undefined) {
    if (networkCodes.has(code)) return 'outage'
    if (fatalCodes.has(code)) return 'fatal'
    if (heldTooLong.has(code)) return 'outage'
    if (/^[0-9A-Z]{5}$/.test(code)) {
      if (outageClasses.has(code.slice(0, 2))) return 'outage'
      return dataClasses.has(code.slice(0, 2)) ? 'event' : 'fatal'
    }
  }
  if (error instanceof Error && lostConnection.test(error.message)) return 'outage'
  return 'event'
}
