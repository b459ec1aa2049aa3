/**
 * What is to be written of merged races to the three tables, in order.
 *
 * The rows of races that are new go straight into the tables. Of known ones the columns are set that this batch may have changed: what a
 * runner has from cards alone only where a card of this batch is the newest, and so with results; a state out of the store
 * does not hold the others (lib/racing/storedState.ts), and the row has them already.
 */
import { inserting } from '../../../lib/db/bulkInsert.js'
import { upserting } from '../../../lib/db/bulkUpsert.js'
import { sqlFile } from '../../../lib/db/sqlFile.js'
import { statement, type Write } from '../../../lib/db/writes.js'
import { cardColumns, resultColumns } from '../../../lib/racing/ownColumns.js'
import type { RaceState } from '../../../lib/racing/raceState.js'
import type { MergedRace, ResultRow, RunnerRow } from '../../../lib/racing/rows.js'
import { numbersOf } from './raceNumbers.js'
import { numberedRaceTable, raceTable, resultTable, runnerTable, without, type RowTable } from './raceTables.js'

const sql = (name: string) => sqlFile(import.meta.url, `../sql/${name}.sql`)
const removeRunners = sql('removeRunners')
const removeResults = sql('removeResults')
const touchResults = sql('touchResults')

export interface Merged {
  readonly state: RaceState
  readonly rows: MergedRace
}

function* cellsOf<Row>(table: RowTable<Row>, rows: Iterable<Row>) {
  for (const row of rows) yield table.cells(row)
}

const upsert = <Row>(table: RowTable<Row>, rows: readonly Row[]): Write[] => upserting(table, cellsOf(table, rows))

/** A row may be there although its race is new: made by hand, or left by a race whose state was removed. */
const insert = <Row>(table: RowTable<Row>, rows: readonly Row[]): Write[] =>
  inserting(table, () => cellsOf(table, rows))

function fresh(races: readonly MergedRace[]): Write[] {
  const numbers = numbersOf(races.map(({ race }) => race))
  const numbered = races.map(({ race }) => ({ ...race, race_number: numbers.get(race.race_id) ?? null }))
  return [
    ...insert(numberedRaceTable, numbered),
    ...insert(
      runnerTable,
      races.flatMap(({ runners }) => runners),
    ),
    ...insert(
      resultTable,
      races.flatMap(({ results }) => results),
    ),
  ]
}

/** What one source tells of runners is at hand, and may be new. */
const isAtHand = (reading: RaceState['card'] | RaceState['result']) => reading !== null && reading.slim !== true

/** The table of runners with the columns that can be set, by what is at hand. */
const runnerTables = [
  without(runnerTable, [...cardColumns, ...resultColumns]),
  without(runnerTable, resultColumns),
  without(runnerTable, cardColumns),
  runnerTable,
] as const

function touch(rows: readonly ResultRow[]): Write[] {
  if (rows.length === 0) return []
  const values = [
    rows.map((row) => row.race_id),
    rows.map((row) => row.horse_id),
    rows.map((row) => new Date(row.created_at)),
    rows.map((row) => new Date(row.updated_at)),
  ]
  return [statement(touchResults, values, rows.length)]
}

const keysOf = (rows: readonly (RunnerRow | ResultRow)[]) => [
  rows.map((row) => row.race_id),
  rows.map((row) => row.horse_id),
]

function changed(races: readonly Merged[], told: ReadonlySet<string>): Write[] {
  const ids = races.map(({ state }) => state.race_id)
  const runners = races.flatMap(({ rows }) => rows.runners)
  const results = races.flatMap(({ rows }) => rows.results)
  const atHand = ({ card, result }: RaceState) => Number(isAtHand(card)) + 2 * Number(isAtHand(result))
  return [
    statement(removeRunners, [ids, ...keysOf(runners)], Math.max(ids.length, runners.length)),
    statement(removeResults, [ids, ...keysOf(results)], Math.max(ids.length, results.length)),
    ...upsert(
      raceTable,
      races.map(({ rows }) => rows.race),
    ),
    ...runnerTables.flatMap((table, i) =>
      upsert(
        table,
        races.flatMap(({ state, rows }) => (atHand(state) === i ? rows.runners : [])),
      ),
    ),
    ...upsert(
      resultTable,
      races.flatMap(({ state, rows }) => (isAtHand(state.result) ? rows.results : [])),
    ),
    // A result that came late is mentioned in the times of rows it does not set.
    ...touch(
      races.flatMap(({ state, rows }) => (!isAtHand(state.result) && told.has(state.race_id) ? rows.results : [])),
    ),
  ]
}

/**
 * Sets the rows of races. `known`: ids of races that had a state before; `told`: ids of races that this batch has a result of.
 */
export function setRows(
  races: readonly Merged[],
  known: Pick<ReadonlyMap<string, unknown>, 'has'>,
  told: ReadonlySet<string>,
): Write[] {
  const old = races.filter(({ state }) => known.has(state.race_id))
  return [
    ...(old.length > 0 ? changed(old, told) : []),
    ...fresh(races.flatMap(({ state, rows }) => (known.has(state.race_id) ? [] : [rows]))),
  ]
}
