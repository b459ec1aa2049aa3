/** Connection, resources, shutdown of the server, its files. */
const outageClasses = new Set(['08', '53', '57', '58'])
const lostConnection =
  /connection terminated|connection ended|timeout exceeded|client has encountered|not queryable|closed/i

/** Whether a failed statement says that Postgres is away, rather than that something is wrong with what was asked. */
export function isDatabaseOutage(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  if (typeof code === 'string') {
    return (/^[0-9A-Z]{5}$/.test(code) && outageClasses.has(code.slice(0, 2))) || code.startsWith('E')
  }
  return error instanceof Error && lostConnection.test(error.message)
}
