import type { Command } from 'commander'
import { messageOf, RacingError } from '../../lib/errors.js'
import type { StoredEvent } from '../../lib/log/log.js'
import { retryDeadLetters } from '../../lib/projection/deadLetters.js'
import type { Runtime } from '../../lib/runtime.js'
import { deadLettersByCause } from '../../services/console/deadLetterState.js'
import { bookSchemas } from '../../services/console/groupStates.js'
import { printJson, printRows } from '../output.js'
import { withReader, withRuntime } from '../session.js'
import { UsageError } from '../usage.js'

interface Options {
  readonly group?: string
  readonly cause?: string
  readonly all?: true
  readonly json?: true
}

/** No dead letter waits there. */
class NoDeadLetter extends RacingError {
  readonly code = 'NO_DEAD_LETTER'
  readonly retriable = false
  constructor(what: string) {
    super(`No dead letter waits ${what}: \`darkhorses dead-letters list\` shows those that do.`, { what })
  }
}

interface Place {
  readonly topic: string
  readonly partition: number
  readonly offset: bigint
}

/** `results/0/4711`. @throws UsageError */
function placeOf(text: string): Place {
  const [, topic, partition, offset] = /^([\w.-]+)\/(\d{1,9})\/(\d{1,18})$/.exec(text) ?? []
  if (topic === undefined || partition === undefined || offset === undefined)
    throw new UsageError(
      `A dead letter is named by TOPIC/PARTITION/OFFSET, for example results/0/4711; it is ${JSON.stringify(text)}.`,
    )
  return { topic, partition: Number(partition), offset: BigInt(offset) }
}

interface Letter extends Omit<StoredEvent, 'timestamp'> {
  readonly group: string
  readonly error_code: string
  readonly error_message: string
  readonly cause: string
  readonly failed_at: Date
  readonly attempts: number
}

const waitingSql = `SELECT group_name AS "group", topic, partition, "offset", key, value, headers, error_code, error_message, cause, failed_at, attempts
  FROM dead_letters WHERE resolved_at IS NULL AND ($1::text IS NULL OR group_name = $1) AND ($2::text IS NULL OR cause = $2)
    AND ($3::text IS NULL OR (topic = $3 AND partition = $4 AND "offset" = $5))
  ORDER BY failed_at, topic, partition, "offset" LIMIT $6`

/** Dead letters that wait, with the schema their group's books are in. */
async function waiting(runtime: Runtime, options: Options, place: Place | null, most: number | null) {
  const values = [options.group, options.cause, place?.topic, place?.partition, place?.offset, most].map(
    (value) => value ?? null,
  )
  const found = await Promise.all(
    bookSchemas.map(async (schema) =>
      (await runtime.pool(schema).query<Letter>(waitingSql, values)).rows.map((letter) => ({ schema, letter })),
    ),
  )
  return found.flat()
}

async function list(options: Options): Promise<void> {
  await withReader(async (runtime) => {
    const causes = (await deadLettersByCause(runtime)).filter(
      (one) => options.group === undefined || one.group === options.group,
    )
    printRows(
      causes.map((one) => ({ ...one })),
      ['group', 'events', 'last_failed_at', 'example', 'cause'],
      options,
    )
  })
}

async function show(placeText: string, options: Options): Promise<void> {
  const place = placeOf(placeText)
  await withReader(async (runtime) => {
    const letters = await waiting(runtime, options, place, null)
    if (letters.length === 0) throw new NoDeadLetter(`at ${placeText}`)
    for (const { letter } of letters) {
      const { value, offset, ...rest } = letter
      const stored: StoredEvent = { ...letter, timestamp: letter.failed_at.getTime() }
      const event = await runtime.codec
        .prepare([stored])
        .then(() => runtime.codec.decode(stored))
        .catch((error: unknown) => ({ undecodable: messageOf(error), bytes: value?.toString('hex') ?? null }))
      printJson({ ...rest, offset, event })
    }
  })
}

async function retry(placeText: string | undefined, options: Options): Promise<void> {
  const place = placeText === undefined ? null : placeOf(placeText)
  const ways = [place !== null, options.cause !== undefined, options.all === true].filter(Boolean).length
  if (ways !== 1)
    throw new UsageError(
      "Say which to retry, in one way: a place (results/0/4711), --cause 'CODE: text' as listed, or --all.",
    )
  await withRuntime(async (runtime) => {
    const letters = await waiting(runtime, options, place, null)
    if (letters.length === 0) {
      if (options.all === true) console.error('No dead letter waits.')
      else throw new NoDeadLetter(place === null ? `with that cause` : `at ${placeText}`)
      return
    }
    // Listing needs no projection, and should answer at once.
    const { projectionOf } = await import('../projections.js')
    const results: { group: string; applied: number; failed: number }[] = []
    for (const { schema, letter } of new Map(letters.map((one) => [one.letter.group, one])).values()) {
      const { applied, failed } = await retryDeadLetters({
        pool: runtime.pool(schema),
        projection: projectionOf(letter.group, runtime),
        codec: runtime.codec,
        clock: runtime.clock,
        ...(options.cause === undefined ? {} : { cause: options.cause }),
        ...(place === null ? {} : { at: place }),
      })
      for (const { stored, error } of failed)
        console.error(
          `error: ${letter.group} ${stored.topic}/${stored.partition}/${stored.offset}: ${messageOf(error)}`,
        )
      results.push({ group: letter.group, applied, failed: failed.length })
    }
    printRows(results, ['group', 'applied', 'failed'], options)
    const failed = results.reduce((sum, one) => sum + one.failed, 0)
    if (failed === 0) return
    console.error(`error: ${failed} events still cannot be applied; they wait on, with the newest error.`)
    process.exitCode = 1
  })
}

/** Events that could not be applied: grouped by cause, shown, applied again. */
export function define(command: Command): Command {
  const add = (name: string, description: string, example: string) =>
    command
      .command(name)
      .description(description)
      .exitOverride()
      .option('--group <group>', 'only of this group')
      .option('--json', 'as JSON')
      .addHelpText('after', `\nExample:\n  darkhorses dead-letters ${example}`)
  add('list', 'those that wait, grouped by cause', 'list --json').action(list)
  add('show <place>', 'one with its event, headers and error', 'show results/0/4711').action(show)
  add('retry [place]', 'apply one, those of a cause, or all again', "retry --cause 'DATA: race # has no date'")
    .option('--cause <cause>', 'those of a cause, as listed')
    .option('--all', 'all that wait')
    .action(retry)
  return command.addHelpText('after', '\nExample:\n  darkhorses dead-letters list')
}
