/** The command table: names, what each does, and the file that is loaded when it is called. */
import type { Command } from 'commander'

export interface Described {
  readonly name: string
  readonly description: string
  readonly load: () => Promise<{ readonly define: (command: Command) => Command }>
}

/** Every command in a file of its own, loaded when it is called, so that each answers at once. */
export const commands: readonly Described[] = [
  { name: 'start', description: 'everything in one process group', load: () => import('./commands/start.js') },
  {
    name: 'stop',
    description: 'end what was detached, after the unit and batch in hand',
    load: () => import('./commands/stop.js'),
  },
  {
    name: 'backfill',
    description: 'fetch masters, days by calendar month, profiles: all|events|masters|horses',
    load: () => import('./commands/backfill.js'),
  },
  { name: 'sync', description: 'one scheduled sync by hand', load: () => import('./commands/sync.js') },
  { name: 'runs', description: 'what is planned, running and done', load: () => import('./commands/runs.js') },
  { name: 'pause', description: 'let a run wait', load: () => import('./commands/pause.js') },
  { name: 'resume', description: 'let a paused run go on', load: () => import('./commands/resume.js') },
  { name: 'cancel', description: 'end a run before it is done', load: () => import('./commands/cancel.js') },
  { name: 'priority', description: 'which run goes first', load: () => import('./commands/priority.js') },
  { name: 'retry', description: 'fetch failed units again', load: () => import('./commands/retry.js') },
  { name: 'errors', description: 'units that failed', load: () => import('./commands/errors.js') },
  {
    name: 'gaps',
    description: 'what is missing and why; and fetching it',
    load: () => import('./commands/gaps.js'),
  },
  { name: 'status', description: 'runs, groups, lag and counts', load: () => import('./commands/status.js') },
  {
    name: 'wait',
    description: 'return when everything in the log is applied',
    load: () => import('./commands/wait.js'),
  },
  {
    name: 'psql',
    description: 'SQL on the database, or its connection string',
    load: () => import('./commands/psql.js'),
  },
  {
    name: 'watch',
    description: 'the state, live',
    load: () => import('./commands/watch.js'),
  },
  {
    name: 'report',
    description: 'a run as a Markdown document',
    load: () => import('./commands/report.js'),
  },
  {
    name: 'audit',
    description: 'what is missing, and whether every target holds',
    load: () => import('./commands/audit.js'),
  },
  {
    name: 'validate',
    description: 'the 18 tables: rows, columns filled, nulls expected or not',
    load: () => import('./commands/validate.js'),
  },
  {
    name: 'dead-letters',
    description: 'events that could not be applied: list, show, retry',
    load: () => import('./commands/deadLetters.js'),
  },
  {
    name: 'check',
    description: 'credentials, database, log, registry, disk, clock: each with what to do',
    load: () => import('./commands/check.js'),
  },
  {
    name: 'completion',
    description: 'completion for bash, zsh and fish',
    load: () => import('./commands/completion.js'),
  },
  {
    name: 'schedule',
    description: 'jobs with next and last run; one of them at once',
    load: () => import('./commands/schedule.js'),
  },
  { name: 'migrate', description: 'bring database and topics up to date', load: () => import('./commands/migrate.js') },
  { name: 'topics', description: 'topics with partitions and ends', load: () => import('./commands/topics.js') },
  {
    name: 'log',
    description: 'the event log as a whole: copy it between Postgres and Kafka',
    load: () => import('./commands/log.js'),
  },
  {
    name: 'replay',
    description: 'apply events of the log once more to the live tables',
    load: () => import('./commands/replay.js'),
  },
  { name: 'tail', description: 'events of a topic as JSON', load: () => import('./commands/tail.js') },
  { name: 'simulator', description: 'The Racing API in a box', load: () => import('./commands/simulator.js') },
  { name: 'fetcher', description: 'the fetcher alone', load: () => import('./commands/fetcher.js') },
  { name: 'projector', description: 'the group projector alone', load: () => import('./commands/projector.js') },
  { name: 'entities', description: 'the group entities alone', load: () => import('./commands/entities.js') },
  {
    name: 'console',
    description: 'health, metrics, JSON and a page over HTTP',
    load: () => import('./commands/console.js'),
  },
  {
    name: 'stats',
    description: 'the group stats alone; stats recalculate and check',
    load: () => import('./commands/stats.js'),
  },
  {
    name: 'features',
    description: 'features of a race or day, as known at an instant',
    load: () => import('./commands/features.js'),
  },
  {
    name: 'leak-audit',
    description: 'proof that no feature knows the future',
    load: () => import('./commands/leakAudit.js'),
  },
  {
    name: 'explain',
    description: 'which events made a row, and which decided each column',
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'rebuild',
    description: 'replay beside, compare, swap, go back',
    load: () => import('./commands/rebuild.js'),
  },
]
