/** The stored states of entities: locked as a whole, loaded by kind, stored again. */
import type { PoolClient } from 'pg'
import { adding } from '../../../lib/db/bulkInsert.js'
import { updating } from '../../../lib/db/bulkUpsert.js'
import { queryFew } from '../../../lib/db/prepared.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { Write } from '../../../lib/db/writes.js'
import type { EntityType } from './entityColumns.js'
import { entityStateOfText } from './entityState.js'
import { withStored, type Entry } from './gathered.js'

const lock = sqlFile(import.meta.url, '../sql/lockEntities.sql')
const load = sqlFile(import.meta.url, '../sql/loadEntities.sql')

/** Waits for whoever else writes entities in this schema, and keeps others out until the end of the transaction. */
export async function lockEntities(client: PoolClient): Promise<void> {
  await client.query(lock)
}

/**
 * Merges what is stored of some entities of one kind into what a batch says of them; the first `loaded` of them are so already.
 * Call `lockEntities` first.
 */
export async function loadEntities(
  client: PoolClient,
  type: EntityType,
  entries: ReadonlyMap<string, Entry>,
  loaded = 0,
): Promise<void> {
  const ids = [...entries.keys()].slice(loaded)
  if (ids.length === 0) return
  const { rows } = await client.query<[id: string, state: string]>({
    ...queryFew(ids.length, load, [type, ids]),
    rowMode: 'array',
  })
  for (const [id, state] of rows) withStored(entries.get(id) as Entry, state, entityStateOfText(type, state))
}

const table = {
  table: 'entity_state',
  key: ['entity_type', 'entity_id'],
  columns: ['entity_type', 'entity_id', 'state'],
}

/** Stores states; those that are new go straight into the table, because nobody else can have stored them meanwhile. */
export function storeEntities(
  entries: readonly (Pick<Entry, 'type' | 'id' | 'stored'> & { readonly text: string })[],
): Write[] {
  const cells = function* (isNew: boolean) {
    for (const { type, id, stored, text } of entries) if ((stored === null) === isNew) yield [type, id, text]
  }
  return [...adding(table, cells(true)), ...updating(table, cells(false))]
}
