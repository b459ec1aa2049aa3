/** Which events of the log a replay is of. */
import type { EventLog, StoredEvent } from '../lib/log/log.js'
import { topics as allTopics } from '../lib/events/topics.js'
import { eventsAt, placesOf } from '../lib/projection/eventPlaces.js'
import type { Runtime } from '../lib/runtime.js'
import { dateRange } from './dates.js'
import { UsageError } from './usage.js'

export interface SelectionOptions {
  readonly race?: string
  readonly horse?: string
  readonly day?: string
  readonly topic?: string
  readonly from?: string
  readonly since?: string
}

/** Topics with facts, which tables are made of. */
const factTopics: readonly string[] = [
  allTopics.reference,
  allTopics.racecards,
  allTopics.results,
  allTopics.horseProfiles,
]
const example =
  'for example --day 2025-03-27, --race rac_11547171, --horse hrs_5513741, --topic results, --from results/0/4711 or --since 2025-03-27T12:00Z'

async function* partitionFrom(
  log: EventLog,
  topic: string,
  partition: number,
  from: bigint,
): AsyncGenerator<StoredEvent> {
  const end = (await log.ends([topic])).find((one) => one.partition === partition)?.offset ?? 0n
  for (let at = from; at < end;) {
    const events = await log.read({ topic, partition, from: at, limit: 1000, bytes: 4 * 1024 * 1024 })
    const last = events.at(-1)
    if (last === undefined) return
    yield* events.filter((event) => event.offset < end)
    at = last.offset + 1n
  }
}

async function* topicsSince(log: EventLog, topics: readonly string[], instant: number): AsyncGenerator<StoredEvent> {
  for (const topic of topics)
    for (const { partition, offset } of await log.offsetsAt(topic, instant))
      yield* partitionFrom(log, topic, partition, offset)
}

async function* ofRaces(runtime: Runtime, ids: readonly string[]): AsyncGenerator<StoredEvent> {
  for (const topic of [allTopics.racecards, allTopics.results])
    for (let i = 0; i < ids.length; i += 100)
      yield* await eventsAt(runtime.log, await placesOf(runtime.pool('racing'), topic, ids.slice(i, i + 100)))
}

async function racesWhere(runtime: Runtime, condition: string, value: string): Promise<string[]> {
  const { rows } = await runtime
    .pool('racing')
    .query<{ race_id: string }>(`SELECT race_id FROM ra_races WHERE ${condition} ORDER BY off_dt, race_id`, [value])
  return rows.map((row) => row.race_id)
}

function instantOf(text: string): number {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const instant = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/.test(text)
    ? Date.parse(text)
    : NaN
  if (Number.isNaN(instant))
    throw new UsageError(
      `--since takes a day or an instant, for example 2025-03-27 or 2025-03-27T12:00Z; it is ${JSON.stringify(text)}.`,
    )
  return day ? Date.parse(`${text}T00:00:00Z`) : instant
}

/**
 * The events that the options name, oldest first within each topic and partition.
 * @throws UsageError where they name nothing, or two things at once
 */
export function selectEvents(runtime: Runtime, options: SelectionOptions): AsyncIterable<StoredEvent> {
  const { race, horse, day, topic, from, since } = options
  const ways = [race, horse, day, from, since ?? topic].filter((one) => one !== undefined)
  if (ways.length !== 1 || (topic !== undefined && since === undefined && ways[0] !== topic))
    throw new UsageError(`Say what to apply again, in one way: ${example}.`)
  if (topic !== undefined && !factTopics.includes(topic))
    throw new UsageError(
      `There is no topic of facts ${topic}; there are ${factTopics.join(', ')}, for example --topic results.`,
    )
  const { log } = runtime
  if (race !== undefined) return ofRaces(runtime, [race])
  if (day !== undefined) {
    dateRange({ startDate: day })
    return (async function* () {
      yield* ofRaces(runtime, await racesWhere(runtime, 'date = $1', day))
    })()
  }
  if (horse !== undefined)
    return (async function* () {
      yield* await eventsAt(log, await placesOf(runtime.pool('racing'), allTopics.horseProfiles, [horse]))
      const ran = 'race_id IN (SELECT race_id FROM ra_runners WHERE horse_id = $1)'
      yield* ofRaces(runtime, await racesWhere(runtime, ran, horse))
    })()
  if (from !== undefined) {
    const [, name, partition, offset] = /^([\w.-]+)\/(\d{1,9})\/(\d{1,18})$/.exec(from) ?? []
    if (name === undefined || !factTopics.includes(name))
      throw new UsageError(
        `--from takes TOPIC/PARTITION/OFFSET of ${factTopics.join(', ')}, for example results/0/4711; it is ${JSON.stringify(from)}.`,
      )
    return partitionFrom(log, name, Number(partition), BigInt(offset ?? 0))
  }
  return topicsSince(log, topic === undefined ? factTopics : [topic], since === undefined ? 0 : instantOf(since))
}
