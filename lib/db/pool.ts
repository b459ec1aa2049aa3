import pg from 'pg'

// Type ids of pg_type, which never change.
const int8: number = pg.types.builtins.INT8
const date: number = pg.types.builtins.DATE

/**
 * How Postgres values reach TypeScript: int8 as bigint, numeric as its exact text, date as `YYYY-MM-DD`,
 * timestamptz as Date, jsonb parsed. Floats never enter.
 */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      if (oid === int8) return (text: string) => BigInt(text)
      if (oid === date) return (text: string) => text
    }
    return pg.types.getTypeParser(oid, format) as (value: string) => unknown
  }) as pg.CustomTypesConfig['getTypeParser'],
}

export interface PoolOptions {
  readonly url: string
  /** Schemas that unqualified names are looked up in, in order. */
  readonly searchPath: readonly string[]
  /** What the connection is called in pg_stat_activity. */
  readonly applicationName: string
  /** Most connections at once; default 4. */
  readonly max?: number
  /** The date that stands for today in ages (`ra_horses`); default what the database is set to, else today in London. */
  readonly asOf?: string | null
  /** After so many ms without a statement within a transaction Postgres ends the connection; default never. */
  readonly idleInTransactionMs?: number
  /** Told when an idle connection breaks; the pool opens another one by itself. */
  readonly onIdleError?: (error: Error) => void
}

/** What a connection is set to so that ages are those of a date. */
export function asOfOption(asOf: string | null | undefined): string {
  return typeof asOf === 'string' ? ` -c darkhorses.as_of=${asOf}` : ''
}

/** A pool of connections that see one search_path and the type rules above. Nothing is connected until it is used. */
export function createPool(options: PoolOptions): pg.Pool {
  const idle = options.idleInTransactionMs
  const max = options.max ?? 4
  const patience = idle === undefined ? '' : ` -c idle_in_transaction_session_timeout=${idle}`
  const pool = new pg.Pool({
    connectionString: options.url,
    application_name: options.applicationName,
    max,
    // What is above this is closed after ten seconds without use. A new connection logs in and has no plans yet: the first live event
    // of an hour would take several times as long as those that come close together.
    min: Math.min(4, max),
    options: `-c search_path=${options.searchPath.join(',')} -c timezone=UTC -c jit=off${asOfOption(options.asOf)}${patience}`,
    types,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  })
  pool.on('error', (error) => options.onIdleError?.(error))
  // A connection can break between two statements of a transaction as well. Its next statement says so to whoever holds it;
  // without a listener here the event would end the process first.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
  })
  return pool
}
