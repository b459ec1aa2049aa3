/** Entities out of events: what `entityFacts.ts` describes, read from races, profiles and reference lists. */
import { asList, asObject, type ApiObject } from './apiObject.js'
import { bookmakerOf } from './bookmaker.js'
import { readDate } from './calendar.js'
import { readColour } from './colour.js'
import {
  profileDate,
  type BookmakerFact,
  type EntityFacts,
  type HorseFact,
  type ParentFact,
  type PersonFact,
  type TrainerFact,
} from './entityFacts.js'
import { readHorseName, readRegion } from './horseName.js'
import { readJockey } from './jockey.js'
import { readProfile } from './profile.js'
import { readRaceKey } from './raceKey.js'
import { isUnusable, type OnUnreadable, type RaceEvent, type UnusableRace } from './readings.js'
import { readBookmakers, readCourses, readRegions } from './reference.js'
import type { Millis } from './rows.js'
import { readRunners } from './runnerList.js'
import { readSex } from './sex.js'
import { readId, readLabel } from './text.js'

/** An event that tells of entities (structural parts of the events of lib/events). */
export type EntityEvent =
  | RaceEvent
  | {
      readonly type: 'HorseProfileFetched'
      readonly event_id: string
      readonly fetched_at: Millis
      readonly horse: unknown
    }
  | {
      readonly type: 'ReferenceFetched'
      readonly event_id: string
      readonly fetched_at: Millis
      readonly list: 'courses' | 'regions' | 'bookmakers'
      readonly items: unknown
    }

/** A profile without an id: a dead letter. */
export interface UnusableProfile {
  readonly unusable: true
  readonly missing: readonly ['id']
}

/**
 * Everything an event says about entities. Never throws. Unreadable values are told under the same names as by
 * `readRacecard`, `readResult` and `readProfile`; a caller that counts both groups counts them twice.
 */
export function readEntities(event: EntityEvent, on?: OnUnreadable): EntityFacts | UnusableRace | UnusableProfile {
  if (event.type === 'HorseProfileFetched') return profileFacts(event, on)
  if (event.type === 'ReferenceFetched') return referenceFacts(event, on)
  return raceFacts(event, on)
}

type Stamped = { readonly event_id: string; readonly fetched_at: Millis }

function nothing(event: Stamped, source: EntityFacts['source']): EntityFacts {
  return {
    race_date: profileDate,
    fetched_at: event.fetched_at,
    event_id: event.event_id,
    seen_on: null,
    source,
    race_id: null,
    horses: [],
    jockeys: [],
    trainers: [],
    owners: [],
    sires: [],
    dams: [],
    damsires: [],
    courses: [],
    regions: [],
    bookmakers: [],
  }
}

function parents(id: string | null, name: string | null, region: string | null): ParentFact[] {
  return id === null ? [] : [{ id, name, region }]
}

function profileFacts(
  event: Extract<EntityEvent, { type: 'HorseProfileFetched' }>,
  on?: OnUnreadable,
): EntityFacts | UnusableProfile {
  const read = readProfile(event.horse, on)
  if (read === null) return { unusable: true, missing: ['id'] }
  const { horse } = read
  return {
    ...nothing(event, 'profile'),
    horses: [horse],
    sires: parents(horse.sire_id, horse.sire, read.sireRegion),
    dams: parents(horse.dam_id, horse.dam, read.damRegion),
    damsires: parents(horse.damsire_id, horse.damsire, read.damsireRegion),
  }
}

function referenceFacts(event: Extract<EntityEvent, { type: 'ReferenceFetched' }>, on?: OnUnreadable): EntityFacts {
  const facts = nothing(event, 'reference')
  if (event.list === 'courses')
    return { ...facts, courses: distinct(readCourses(event.items, on), (course) => course.course_id) }
  if (event.list === 'regions')
    return { ...facts, regions: distinct(readRegions(event.items, on), (region) => region.code) }
  return { ...facts, bookmakers: distinct(readBookmakers(event.items, on), (bookmaker) => bookmaker.code) }
}

function distinct<Fact>(facts: readonly Fact[], key: (fact: Fact) => string): Fact[] {
  const first = new Map<string, Fact>()
  for (const fact of facts) if (!first.has(key(fact))) first.set(key(fact), fact)
  return [...first.values()]
}

/** Entities of one kind in one event: each once, the first non-null value of each column. */
interface Gathered {
  readonly jockeys: Map<string, PersonFact>
  readonly trainers: Map<string, TrainerFact>
  readonly owners: Map<string, PersonFact>
  readonly sires: Map<string, ParentFact>
  readonly dams: Map<string, ParentFact>
  readonly damsires: Map<string, ParentFact>
  readonly bookmakers: Map<string, BookmakerFact>
}

function addPerson(to: Map<string, PersonFact>, id: string | null, name: string | null): void {
  if (id === null) return
  const known = to.get(id)
  if (known === undefined || (known.name === null && name !== null)) to.set(id, { id, name })
}

function addTrainer(
  to: Map<string, TrainerFact>,
  id: string | null,
  name: string | null,
  location: string | null,
): void {
  if (id === null) return
  const known = to.get(id)
  to.set(id, { id, name: known?.name ?? name, location: known?.location ?? location })
}

function addParent(to: Map<string, ParentFact>, id: string | null, name: string | null, region: string | null): void {
  if (id === null) return
  const known = to.get(id)
  to.set(id, { id, name: known?.name ?? name, region: known?.region ?? region })
}

function addBookmakers(to: Map<string, BookmakerFact>, odds: unknown, on?: OnUnreadable): void {
  for (const entry of asList(odds)) {
    const name = readLabel(asObject(entry)?.bookmaker, 'racecard.runners.odds.bookmaker', on)
    const bookmaker = name === null ? null : bookmakerOf(name)
    if (bookmaker !== null && !to.has(bookmaker.code)) to.set(bookmaker.code, bookmaker)
  }
}

function raceFacts(event: RaceEvent, on?: OnUnreadable): EntityFacts | UnusableRace {
  const isCard = event.type === 'RacecardFetched'
  const place = isCard ? 'racecard.' : 'result.'
  const key = readRaceKey(event.race, place, on)
  if (isUnusable(key)) return key
  const gathered: Gathered = {
    jockeys: new Map(),
    trainers: new Map(),
    owners: new Map(),
    sires: new Map(),
    dams: new Map(),
    damsires: new Map(),
    bookmakers: new Map(),
  }
  const read = (runner: ApiObject, horseId: string) =>
    readRunnerFacts(runner, horseId, isCard, `${place}runners.`, gathered, on)
  const { runners } = readRunners(key.race.runners, `${place}runners`, read, on)
  const courseId = readId(key.race.course_id, `${place}course_id`, on)
  const course = readLabel(key.race.course, `${place}course`, on)
  return {
    race_date: key.date,
    fetched_at: event.fetched_at,
    event_id: event.event_id,
    seen_on: key.date,
    source: isCard ? 'racecard' : 'result',
    race_id: key.race_id,
    horses: runners,
    jockeys: [...gathered.jockeys.values()],
    trainers: [...gathered.trainers.values()],
    owners: [...gathered.owners.values()],
    sires: [...gathered.sires.values()],
    dams: [...gathered.dams.values()],
    damsires: [...gathered.damsires.values()],
    courses: courseId === null ? [] : [{ course_id: courseId, name: course, region_code: key.region, region: null }],
    regions: [],
    bookmakers: [...gathered.bookmakers.values()],
  }
}

function readRunnerFacts(
  runner: ApiObject,
  horseId: string,
  isCard: boolean,
  place: string,
  gathered: Gathered,
  on?: OnUnreadable,
): HorseFact {
  const name = readHorseName(runner.horse, `${place}horse`, on)
  const sex = readSex(runner.sex, runner.sex_code, place, on)
  const sire = readHorseName(runner.sire, `${place}sire`, on)
  const dam = readHorseName(runner.dam, `${place}dam`, on)
  const damsire = readHorseName(runner.damsire, `${place}damsire`, on)
  const sireId = readId(runner.sire_id, `${place}sire_id`, on)
  const damId = readId(runner.dam_id, `${place}dam_id`, on)
  const damsireId = readId(runner.damsire_id, `${place}damsire_id`, on)
  addParent(gathered.sires, sireId, sire.name, readRegion(runner.sire_region, `${place}sire_region`, on) ?? sire.bred)
  addParent(gathered.dams, damId, dam.name, readRegion(runner.dam_region, `${place}dam_region`, on) ?? dam.bred)
  addParent(
    gathered.damsires,
    damsireId,
    damsire.name,
    readRegion(runner.damsire_region, `${place}damsire_region`, on) ?? damsire.bred,
  )
  const jockey = readJockey(runner.jockey, runner.jockey_id, undefined, place, on)
  addPerson(gathered.jockeys, jockey.id, jockey.name)
  const trainerId = readId(runner.trainer_id, `${place}trainer_id`, on)
  const location = isCard ? readLabel(runner.trainer_location, `${place}trainer_location`, on) : null
  addTrainer(gathered.trainers, trainerId, readLabel(runner.trainer, `${place}trainer`, on), location)
  addPerson(
    gathered.owners,
    readId(runner.owner_id, `${place}owner_id`, on),
    readLabel(runner.owner, `${place}owner`, on),
  )
  if (isCard) addBookmakers(gathered.bookmakers, runner.odds, on)
  return {
    horse_id: horseId,
    name: name.name,
    dob: isCard ? readDate(runner.dob, `${place}dob`, on) : null,
    sex: sex.sex,
    sex_code: sex.code,
    colour: isCard ? readColour(runner.colour, `${place}colour`, on) : null,
    colour_code: null,
    region: (isCard ? readRegion(runner.region, `${place}region`, on) : null) ?? name.bred,
    breeder: isCard ? readLabel(runner.breeder, `${place}breeder`, on) : null,
    sire_id: sireId,
    sire: sire.name,
    dam_id: damId,
    dam: dam.name,
    damsire_id: damsireId,
    damsire: damsire.name,
  }
}
