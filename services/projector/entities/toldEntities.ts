/**
 * What the events of a rebuild tell of entities, put down as it comes and read once more at its end, entity by entity. An entity is
 * named by most transactions of a replay: merging each time what was stored, and writing state and rows again, is most of its work.
 */
import type { PoolClient } from 'pg'
import { addRows } from '../../../lib/db/bulkInsert.js'
import type { EntityFacts } from '../../../lib/racing/entityFacts.js'
import { entityTypes, type EntityType } from './entityColumns.js'
import { entityStateOfText, entityStateText } from './entityState.js'
import { gather, gatherState, nothingGathered, type Gathered } from './gathered.js'

const profile = 'profile'
const columns = ['entity_type', 'entity_id', 'told']

function* rowsOf({ of, profiles }: Gathered) {
  for (const type of entityTypes)
    // A horse that nothing but a profile names is told of by that.
    for (const { id, state } of of[type].values()) if (state.known) yield [type, id, entityStateText(state)]
  for (const [horse, all] of profiles) for (const facts of all) yield [profile, horse, JSON.stringify(facts)]
}

/** Puts down what a batch tells. */
export async function tellLater(client: PoolClient, gathered: Gathered): Promise<void> {
  await addRows(client, 'entity_told', columns, rowsOf(gathered))
}

/** Rows read at a time, and entities merged at a time at least. */
const rowsAtOnce = 10_000
const entitiesAtOnce = 5000

type ToldRow = [type: EntityType | typeof profile, id: string, told: string]

/** All that was told of one entity, of a horse with its profiles. */
export interface Told {
  readonly type: EntityType
  readonly id: string
  readonly rows: readonly ToldRow[]
}

/**
 * Everything told of entities of one kind, some thousand entities at a time. In the caller's transaction, which may write in between.
 */
export async function* everythingTold(client: PoolClient, type: EntityType): AsyncGenerator<readonly Told[]> {
  const types = type === 'horse' ? `'horse', '${profile}'` : `'${type}'`
  await client.query(`DECLARE told NO SCROLL CURSOR FOR
    SELECT entity_type, entity_id, told FROM entity_told WHERE entity_type IN (${types}) ORDER BY entity_id`)
  let entities: Told[] = []
  let rowsOfLast: ToldRow[] = []
  for (;;) {
    const { rows } = await client.query<ToldRow>({ text: `FETCH ${rowsAtOnce} FROM told`, rowMode: 'array' })
    if (rows.length === 0) break
    for (const row of rows) {
      if (entities.at(-1)?.id !== row[1]) {
        if (entities.length >= entitiesAtOnce) {
          yield entities
          entities = []
        }
        rowsOfLast = []
        entities.push({ type, id: row[1], rows: rowsOfLast })
      }
      rowsOfLast.push(row)
    }
  }
  await client.query('CLOSE told')
  if (entities.length > 0) yield entities
}

/** What was told of some entities as a batch that tells it. */
export function gatherTold(entities: readonly Told[]): Gathered {
  const gathered = nothingGathered()
  for (const { rows } of entities)
    for (const [type, id, told] of rows)
      if (type === profile) gather(gathered, JSON.parse(told) as EntityFacts)
      else gatherState(gathered, type, id, entityStateOfText(type, told))
  return gathered
}

/** Lets what was told go, once it is merged. */
export async function forgetTold(client: PoolClient): Promise<void> {
  await client.query('TRUNCATE entity_told')
}
