/** The first and the last event that name an entity: its state keeps when they were fetched, not which they were. */
import { sqlFile } from '../../lib/db/sqlFile.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import { eventsOf, listOf, profileOf, raceEvents, runnerColumns, type Found } from './events.js'

const racesNamingAt = sqlFile(import.meta.url, './sql/racesNamingAt.sql')

const ofParent = (column: string) =>
  `SELECT u.race_id FROM ra_mst_horses h JOIN ra_runners u USING (horse_id) WHERE h.${column} = $1`

/** How an index finds the races of an entity, `$1`. */
const byIndex: Readonly<Record<string, string>> = {
  horse: 'SELECT race_id FROM ra_runners WHERE horse_id = $1',
  jockey: 'SELECT race_id FROM ra_runners WHERE jockey_id = $1',
  trainer: 'SELECT race_id FROM ra_runners WHERE trainer_id = $1',
  owner: 'SELECT race_id FROM stats_runs WHERE owner_id = $1',
  sire: ofParent('sire_id'),
  dam: ofParent('dam_id'),
  damsire: ofParent('damsire_id'),
  course: 'SELECT race_id FROM ra_races WHERE course_id = $1',
}

/** Where races are looked for: those that take no time first, and most are found there. */
const places = ['its days', 'its instant', 'its races', 'all races'] as const
type Place = (typeof places)[number]

/** So many of the races found are read first. */
const likely = 4

/** The condition on a race `r` to be looked through. */
function racesIn(place: Place, entity: string): string {
  const column = runnerColumns[entity]
  const names =
    column === undefined ? 'true' : `EXISTS (SELECT FROM ra_runners u WHERE u.race_id = r.race_id AND u.${column} = $1)`
  const ofDays = 'r.date = ANY ($2::date[])'
  // There is no index by time, but one table to read.
  const atInstant = 'i.at IN (r.created_at, r.updated_at)'
  switch (place) {
    case 'its days':
      return `${ofDays} AND ${names}`
    case 'its instant':
      return `${atInstant} AND ${names}`
    case 'its races':
      return `r.race_id IN (${byIndex[entity] ?? 'SELECT $1::text'})`
    case 'all races':
      return `${ofDays} OR ${atInstant}`
  }
}

/** Instants that an entity's state keeps, in ms, and race dates it was named on as far as they are kept. */
export interface Span {
  readonly created_at: number | null
  readonly updated_at: number | null
  readonly days: readonly (string | null)[]
}

/** By instant the races of some place that something was fetched of then. */
async function racesAt(
  runtime: Runtime,
  place: Place,
  { entity, id, days, instants }: { entity: string; id: string; days: Span['days']; instants: Iterable<number> },
): Promise<(at: number) => readonly string[]> {
  const sql = racesNamingAt.replaceAll('{condition}', racesIn(place, entity))
  const { rows } = await runtime
    .pool('racing')
    .query<{ race_id: string; at: number }>(sql, [id, days, [...instants].map((at) => new Date(at))])
  return (at) => rows.filter((row) => row.at === at).map((row) => row.race_id)
}

/**
 * The events fetched at the first and last instant that an entity was named. Races that were fetched then are looked through,
 * and profiles and reference lists; what is found nowhere (a race that has moved to another day) is left out. `names` are what
 * events call it, its id where nothing else is said; case and blanks make no difference.
 */
export async function namingEvents(
  runtime: Runtime,
  entity: string,
  id: string,
  span: Span,
  names: readonly string[] = [id],
): Promise<ReadonlyMap<number, Found>> {
  const plain = (text: string) => text.toLowerCase().replaceAll(/\s/g, '')
  const wanted = names.map((name) => `"${plain(name)}"`)
  const isNamed = ({ event }: Found) => {
    const text = plain(JSON.stringify(event))
    return wanted.some((name) => text.includes(name))
  }
  const list = listOf[entity]
  const lists = list === undefined ? [] : await eventsOf(runtime, topics.reference, [list])

  const isOf =
    (at: number) =>
    (one: Found): boolean =>
      'fetched_at' in one.event && Number(one.event.fetched_at) === at
  const isWanted = (at: number) => (one: Found) => isOf(at)(one) && isNamed(one)

  const found = new Map<number, Found>()
  const instants = new Set([span.created_at, span.updated_at].filter((at) => at !== null))
  /** Looks for what is not found yet; each instant by itself, side by side. */
  async function look(where: (at: number) => Promise<Found | undefined>): Promise<void> {
    await Promise.all(
      [...instants].map(async (at) => {
        const one = await where(at)
        if (one === undefined) return
        found.set(at, one)
        instants.delete(at)
      }),
    )
  }

  await look((at) => Promise.resolve(lists.find(isOf(at))))
  for (const place of places) {
    if (instants.size === 0) break
    // Few horses have a profile of that instant, and all races have to be read for it. A card that a later one has superseded may have
    // named people whom no row names any more: all races come last.
    if (place === 'its instant') await look((at) => profileOf(runtime, entity, id, at, isWanted(at), 'newest'))
    if (place === 'all races') await look((at) => profileOf(runtime, entity, id, at, isWanted(at), 'later'))
    if (instants.size === 0) break
    const racesOf = await racesAt(runtime, place, { entity, id, days: span.days, instants })
    await look(async (at) => {
      const races = racesOf(at)
      // The first ones are likely, and a race's events are long.
      for (const some of [races.slice(0, likely), races.slice(likely)]) {
        const named = some.length === 0 ? undefined : (await raceEvents(runtime, some)).find(isWanted(at))
        if (named !== undefined) return named
      }
      return undefined
    })
  }
  return found
}
