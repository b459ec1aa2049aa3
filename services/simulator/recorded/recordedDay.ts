import { readFileSync } from 'node:fs'
import { UnreadableRecordedDay } from '../errors.js'
import type { JsonObject, ListedRace } from '../racingSource.js'
import { isListAt, isObjectAt, skipBlanks, skipList, skipObject, skipValue, valueAt } from './jsonPlaces.js'

/** A race of a recorded day: its place in the file, and the few texts that lists are filtered by. */
export interface RecordedRace extends ListedRace {
  /** When it was off, as recorded; empty where the file does not say. */
  readonly offAt: string
  json(): Buffer
}

type List = 'racecards' | 'results'

const ids = ['race_id', 'course_id', 'region', 'type', 'going', 'age_band', 'off_dt']
const ofCards = new Set([...ids, 'race_class', 'sex_restriction', 'distance_f'])
const ofResults = new Set([...ids, 'class', 'sex_rest', 'dist_y', 'dist_f'])

/**
 * The races of a recorded day. A bare list of races is a day too, a page without any is an empty one, and what is no object is
 * no race. Throws UnreadableRecordedDay.
 */
export function readRecordedDay(path: string, list: List): readonly RecordedRace[] {
  try {
    return racesIn(readFileSync(path), list)
  } catch (cause) {
    throw new UnreadableRecordedDay(path, cause)
  }
}

function racesIn(bytes: Buffer, list: List): readonly RecordedRace[] {
  let races: RecordedRace[] = []
  const readRaces = (at: number): number => {
    races = []
    return skipList(bytes, at, (start) => {
      if (!isObjectAt(bytes, start)) return skipValue(bytes, start)
      const { race, end } = raceAt(bytes, start, list)
      races.push(race)
      return end
    })
  }
  const readPage = (at: number): number =>
    skipObject(bytes, at, (value, keyAt, keyEnd) => {
      if (valueAt(bytes, keyAt, keyEnd) !== list) return skipValue(bytes, value)
      if (isListAt(bytes, value)) return readRaces(value)
      const end = skipValue(bytes, value)
      if (valueAt(bytes, value, end) !== null) throw new Error(`"${list}" is no list`)
      return end
    })
  const start = skipBlanks(bytes, 0)
  if (!isListAt(bytes, start) && !isObjectAt(bytes, start)) throw new Error(`no list "${list}"`)
  const end = skipBlanks(bytes, isListAt(bytes, start) ? readRaces(start) : readPage(start))
  if (end < bytes.length) throw new SyntaxError(`more than one value: the second at ${end}`)
  return races
}

function raceAt(bytes: Buffer, start: number, list: List): { race: RecordedRace; end: number } {
  const wanted = list === 'racecards' ? ofCards : ofResults
  const texts = new Map<string, string>()
  const end = skipObject(bytes, start, (value, keyAt, keyEnd) => {
    const after = skipValue(bytes, value)
    const key = valueAt(bytes, keyAt, keyEnd) as string
    if (wanted.has(key)) {
      const found = valueAt(bytes, value, after)
      texts.set(key, typeof found === 'string' ? found : '')
    }
    return after
  })
  const text = (key: string) => texts.get(key) ?? ''
  const json = bytes.subarray(start, end)
  const yards = Number(text('dist_y'))
  const race = {
    raceId: text('race_id'),
    courseId: text('course_id'),
    region: text('region'),
    type: text('type'),
    going: text('going'),
    raceClass: text('race_class') || text('class'),
    ageBand: text('age_band'),
    sexRestriction: text('sex_restriction') || text('sex_rest'),
    distanceYards: yards > 0 ? yards : furlongYards(text('dist_f') || text('distance_f')),
    offAt: text('off_dt'),
    json: () => json,
    read: () => valueAt(json, 0, json.length) as JsonObject,
  }
  return { race, end }
}

function furlongYards(text: string): number | null {
  const furlongs = Number.parseFloat(text)
  return Number.isFinite(furlongs) ? Math.round(furlongs * 220) : null
}
