/** Small racing days for the simulator to serve, so that a test of a month takes no longer than one of a day. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openGeneratedHistory } from '../../services/simulator/generated/generatedHistory.js'
import type { JsonObject } from '../../services/simulator/racingSource.js'
import { daysBetween } from './generatedEvents.js'

export interface SmallDays {
  readonly folder: string
  /** A horse that runs on each of them. */
  readonly horseId: string
  remove(): void
}

const model = '2025-09-24'

/** A race of the model day on another one: its own id, the same horses. */
function moved(race: JsonObject, date: string, nth: number): JsonObject {
  const text = JSON.stringify(race).replaceAll(model, date)
  return { ...(JSON.parse(text) as JsonObject), race_id: `rac_${date.replaceAll('-', '')}${nth}` }
}

/** Writes so many races a day, cards from 2023-01-23 on and results, into a folder of its own. */
export function writeSmallDays(first: string, last: string, races = 2): SmallDays {
  const folder = mkdtempSync(join(tmpdir(), 'darkhorses-days-'))
  const history = openGeneratedHistory(3)
  const cards = history.racecards(model, new Date(`${model}T12:00:00Z`)).slice(0, races)
  const results = history.results(model, new Date('2025-10-08T12:00:00Z'))
  const read = cards.map((card) => ({
    card: card.read(),
    result: results.find(({ raceId }) => raceId === card.raceId)?.read() ?? {},
  }))
  const write = (name: string, list: string, items: readonly JsonObject[]) =>
    writeFileSync(join(folder, name), JSON.stringify({ [list]: items, total: items.length }))
  for (const date of daysBetween(first, last)) {
    const of = (one: 'card' | 'result') => read.map((pair, nth) => moved(pair[one], date, nth))
    if (date >= '2023-01-23') write(`racecards_pro_${date}.json`, 'racecards', of('card'))
    write(`results_${date}.json`, 'results', of('result'))
  }
  const [runner] = (read[0]?.card['runners'] ?? []) as readonly JsonObject[]
  const horseId = typeof runner?.['horse_id'] === 'string' ? runner['horse_id'] : ''
  return { folder, horseId, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
