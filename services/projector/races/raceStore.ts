/** The states of races in `race_state`: what merging needs of earlier events, locked while a batch is merged. */
import type { PoolClient } from 'pg'
import { adding } from '../../../lib/db/bulkInsert.js'
import { upserting } from '../../../lib/db/bulkUpsert.js'
import { queryFew } from '../../../lib/db/prepared.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import type { Write } from '../../../lib/db/writes.js'
import type { RaceState } from '../../../lib/racing/raceState.js'
import { stateOfText, stateText } from '../../../lib/racing/storedState.js'
import { RacesMeanwhileStored } from './errors.js'

const loadRaces = sqlFile(import.meta.url, '../sql/loadRaces.sql')

/** A meeting: whose races are numbered together. */
export interface Meeting {
  readonly course_id: string
  readonly date: string
}

export interface StoredRace {
  /** Null where the text is: the first event of the race was never applied. */
  readonly state: RaceState | null
  /** Where the race stands in the tables. */
  readonly meeting: Meeting | null
}

/** Locks races that are stored, in key order, and returns them by id; new ones are missing. */
export async function lockRaces(
  client: PoolClient,
  raceIds: readonly string[],
): Promise<ReadonlyMap<string, StoredRace>> {
  const { rows } = await client.query<{
    race_id: string
    state: string | null
    course_id: string | null
    date: string | null
  }>(queryFew(raceIds.length, loadRaces, [raceIds]))
  return new Map(
    rows.map(({ race_id, state, course_id, date }) => [
      race_id,
      {
        state: state === null ? null : stateOfText(state),
        meeting: course_id === null || date === null ? null : { course_id, date },
      },
    ]),
  )
}

const stateTable = { table: 'race_state', key: ['race_id'], columns: ['race_id', 'state'] }

/**
 * Stores states. Those that were there are locked; a new one that is there by now was stored by somebody else in between (a dead
 * letter retried by hand), and what we made of it is not whole: the write throws RacesMeanwhileStored.
 */
export function storeStates(
  states: ReadonlyMap<string, RaceState>,
  known: Pick<ReadonlyMap<string, unknown>, 'has'>,
): Write[] {
  const cells = function* (old: boolean) {
    for (const [id, state] of states) if (known.has(id) === old) yield [id, stateText(state)]
  }
  const fresh = [...states.keys()].filter((id) => !known.has(id))
  return [
    ...adding(stateTable, cells(false), () => new RacesMeanwhileStored(fresh)),
    ...upserting(stateTable, cells(true)),
  ]
}
