/** The recorded days against rows worked out by hand (test/racing/expected), cell by cell. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cardEvent, resultEvent, stateAfter } from '../../test/racing/builders.js'
import { measures, races } from '../../test/racing/expected/races.js'
import { declared, people, placed, ran, unplaced } from '../../test/racing/expected/runners.js'
import { tableOf } from '../../test/racing/pipeTable.js'
import { sharedData } from '../../test/support/sharedData.js'
import { readEntities } from './entities.js'
import { isUnusable, type RaceEvent } from './readings.js'
import { rowsOf } from './raceState.js'
import type { MergedRace } from './rows.js'

const data = sharedData()
if (data === null)
  console.warn(
    'expected rows not checked: no recorded days (set DARKHORSES_SHARED, or put them beside the project as ../shared)',
  )

interface ApiRace {
  readonly race_id: string
}

/** All recorded races as events, cards before results; samples that are one bare race count as its card. */
function recorded(folder: string): Map<string, RaceEvent[]> {
  const events = new Map<string, RaceEvent[]>()
  const add = (race: ApiRace, event: RaceEvent) =>
    events.set(race.race_id, [...(events.get(race.race_id) ?? []), event])
  for (const part of ['racing-api-days', 'racing-api-samples'])
    for (const file of readdirSync(join(folder, part)).sort()) {
      const content = JSON.parse(readFileSync(join(folder, part, file), 'utf8')) as {
        racecards?: ApiRace[]
        results?: ApiRace[]
      } & ApiRace
      for (const race of content.racecards ?? (file.startsWith('racecards_') ? [content] : []))
        add(race, cardEvent(1, race))
      for (const race of content.results ?? []) add(race, resultEvent(2, race))
    }
  return events
}

function shown(column: string, value: unknown): string {
  if (value === null) return '·'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (column === 'off_dt' && typeof value === 'number') return new Date(value).toISOString()
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
}

/** The columns of an actual row that an expected one names, as it would print them. */
function asTold(row: object | undefined, expected: Record<string, string>): Record<string, string> {
  const actual = (row ?? {}) as Record<string, unknown>
  return Object.fromEntries(
    Object.keys(expected).map((column) => [column, column in actual ? shown(column, actual[column]) : 'no such cell']),
  )
}

describe.skipIf(data === null)('recorded days, row by row', () => {
  const events = data === null ? new Map<string, RaceEvent[]>() : recorded(data)
  const merged = new Map<string, MergedRace>()
  for (const raceId of new Set(tableOf(races).map((row) => row.race_id ?? ''))) {
    const ofRace = events.get(raceId)
    if (ofRace !== undefined) merged.set(raceId, rowsOf(stateAfter(ofRace)))
  }
  const find = (rows: 'runners' | 'results', row: Record<string, string>) =>
    merged.get(row.race_id ?? '')?.[rows].find((one) => one.horse_id === row.horse_id)

  test.each([...tableOf(races), ...tableOf(measures)])('race $race_id', (row) => {
    expect(asTold(merged.get(row.race_id ?? '')?.race, row)).toEqual(row)
  })

  test.each([...tableOf(declared), ...tableOf(people), ...tableOf(ran)])('runner $horse_id in $race_id', (row) => {
    expect(asTold(find('runners', row), row)).toEqual(row)
  })

  test.each(tableOf(placed))('result of $horse_id in $race_id', (row) => {
    expect(asTold(find('results', row), row)).toEqual(row)
  })

  test('who was in no result has no row of it', () => {
    const rows = [...merged.values()].flatMap((race) => race.results.map((row) => row.horse_id))
    expect(rows.filter((id) => unplaced.includes(id))).toEqual([])
  })

  test('every recorded value can be read: nothing is told', () => {
    const told = new Map<string, unknown>()
    for (const ofRace of events.values()) {
      stateAfter(ofRace, (field, raw) => told.set(field, raw))
      for (const event of ofRace)
        expect(isUnusable(readEntities(event, (field, raw) => told.set(field, raw)))).toBe(false)
    }
    expect(Object.fromEntries(told)).toEqual({})
    expect(events.size).toBeGreaterThan(600)
  })
})
