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

/**
 * Everything told of entities of one kind, of horses with their profiles, some thousand at a time, each whole. In the caller's
 * transaction, which may write in between.
 */
export async function* everythingTold(client: PoolClient, type: EntityType): AsyncGenerator<Gathered> {
  const types = type === 'horse' ? `'horse', '${profile}'` : `'${type}'`
  await client.query(`DECLARE told NO SCROLL CURSOR FOR
    SELECT entity_type, entity_id, told FROM entity_told WHERE entity_type IN (${types}) ORDER BY entity_id`)
  let gathered = nothingGathered()
  let last: string | undefined
  let count = 0
  for (;;) {
    const { rows } = await client.query<ToldRow>({ text: `FETCH ${rowsAtOnce} FROM told`, rowMode: 'array' })
    if (rows.length === 0) break
    for (const [of, id, told] of rows) {
      if (id !== last) {
        if (count >= entitiesAtOnce) {
          yield gathered
          gathered = nothingGathered()
          count = 0
        }
        count += 1
        last = id
      }
      if (of === profile) gather(gathered, JSON.parse(told) as EntityFacts)
      else gatherState(gathered, of, id, entityStateOfText(of, told))
    }
  }
  await client.query('CLOSE told')
  if (count > 0) yield gathered
}

/** Lets what was told go, once it is merged. */
export async function forgetTold(client: PoolClient): Promise<void> {
  await client.query('TRUNCATE entity_told')
}
