import { uniform, hash } from './chance.js'
import { birthYear, type Discipline, trainedIn } from './horses.js'
import { ownerName, personName } from './names.js'

/*
 * Trainers and jockeys hold places ("slots"), ordered by how busy they are; a place passes to a successor after some years,
 * so that a few thousand people come and go in a decade although about a thousand are active at a time.
 */

export interface Person {
  readonly id: string
  readonly name: string
}
export interface Trainer extends Person {
  readonly location: string
}

const trainerSlots = { GB: 790, IRE: 440 }
export type JockeyGroup = 'GB-flat' | 'GB-jumps' | 'IRE-flat' | 'IRE-jumps'
export const jockeySlots: Readonly<Record<JockeyGroup, number>> = {
  'GB-flat': 330,
  'GB-jumps': 400,
  'IRE-flat': 160,
  'IRE-jumps': 210,
}
const jockeyBase: Readonly<Record<JockeyGroup, number>> = {
  'GB-flat': 0,
  'GB-jumps': 1000,
  'IRE-flat': 2000,
  'IRE-jumps': 3000,
}

const locations = {
  GB: 'Newmarket, Suffolk|Lambourn, Berks|Middleham, N Yorks|Malton, N Yorks|Epsom, Surrey|Upper Lambourn, Berks|Hambleton, N Yorks|Cartmel, Cumbria|Kinnersley, Worcs|Ditcheat, Somerset|Naunton, Gloucs|Barbury Castle, Wilts|Arundel, W Sussex|Manton, Wilts|East Ilsley, Berks|Findon, W Sussex|Jackdaws Castle, Gloucs|Bishops Castle, Shropshire|Great Habton, N Yorks|Musley Bank, N Yorks|Kinross, Perth & Kinross|Bangor-on-Dee, Wrexham|Cowbridge, Vale Of Glamorgan|Wantage, Oxon|Sherborne, Dorset|Newark, Notts|Southwell, Notts|Thirsk, N Yorks|Richmond, N Yorks|Carluke, S Lanarks'.split(
    '|',
  ),
  IRE: 'Curragh, Co Kildare|Closutton, Co Carlow|Ballydoyle, Co Tipperary|Longwood, Co Meath|Kells, Co Meath|Stamullen, Co Meath|Moone, Co Kildare|Maddenstown, Co Kildare|Enniscorthy, Co Wexford|Fethard, Co Tipperary|Mallow, Co Cork|Navan, Co Meath|Dundrum, Co Tipperary|Kilkenny, Co Kilkenny|Athenry, Co Galway|Downpatrick, Co Down'.split(
    '|',
  ),
}

/** The trainer's place of a horse in a year: busy yards first; one horse in eight changes yards between seasons. */
function trainerSlot(seed: number, horse: number, year: number): number {
  let moves = 0
  for (let season = birthYear(horse) + 3; season <= year; season++)
    if (uniform(seed, 31, horse, season) < 0.12) moves = season
  return Math.floor(trainerSlots[trainedIn(seed, horse)] * uniform(seed, 32, horse, moves) ** 2.1)
}

/** The trainer of a horse in a year. */
export function trainerOf(seed: number, horse: number, year: number): Trainer {
  const region = trainedIn(seed, horse)
  const slot = trainerSlot(seed, horse, year)
  const place = region === 'GB' ? slot : 1000 + slot
  const holder = successor(seed, 33, place, year, 5, 9)
  const number = place * 60 + holder
  return {
    id: `trn_${7_000_000 + number}`,
    name: personName(hash(seed, 34, number) % 200_000),
    location: locations[region][hash(seed, 35, number) % locations[region].length] ?? '',
  }
}

/** How good a horse's yard is, in pounds: the busiest are better. */
export function yardPounds(seed: number, horse: number, year: number): number {
  return 2.2 - (5 * trainerSlot(seed, horse, year)) / trainerSlots[trainedIn(seed, horse)]
}

/** The day of the last change of trainer before a year ends, and from whom; null for a horse that never moved. */
export function trainerChange(seed: number, horse: number, year: number): { from: Trainer; date: string } | null {
  for (let season = year; season >= birthYear(horse) + 3; season--) {
    if (uniform(seed, 31, horse, season) < 0.12) {
      const month = 1 + (hash(seed, 36, horse, season) % 2)
      return {
        from: trainerOf(seed, horse, season - 1),
        date: `${season}-0${month}-${10 + (hash(seed, 37, horse) % 18)}`,
      }
    }
  }
  return null
}

/** The owner of a horse: one of 500 big ones, or one of the many with a horse or two. */
export function ownerOf(seed: number, horse: number): Person {
  const big = uniform(seed, 38, horse)
  const number =
    big < 0.22
      ? Math.floor(500 * (big / 0.22) ** 2)
      : 1000 + (birthYear(horse) - (hash(seed, 39, horse) % 6) - 1900) * 3400 + (hash(seed, 40, horse) % 3300)
  return { id: `own_${7_000_000 + number}`, name: ownerName(number) }
}

/** A jockey by place, with the claim in pounds: novices claim 7, 5, then 3 in their first years. */
export function jockeyAt(seed: number, group: JockeyGroup, slot: number, year: number): Person & { claim: number } {
  const place = jockeyBase[group] + slot
  const years = 3 + (hash(seed, 41, place) % 6)
  const since = year - 1950 - (hash(seed, 42, place) % years)
  const holder = Math.floor(since / years)
  const experience = since % years
  const number = place * 60 + holder
  // The busiest places are held by established riders; a third of the others start as claimers.
  const novice = slot > 60 && uniform(seed, 43, number) < 0.4
  const claim = !novice ? 0 : experience === 0 ? 7 : experience === 1 ? 5 : experience === 2 ? 3 : 0
  return { id: `jky_${7_000_000 + number}`, name: personName((hash(seed, 44, number) % 190_000) + 7), claim }
}

export function jockeyGroup(region: 'GB' | 'IRE', discipline: Discipline): JockeyGroup {
  return `${region}-${discipline}`
}

/** Which holder of a place is there in a year; tenures last `least` to `least + spread` years. */
function successor(seed: number, tag: number, place: number, year: number, least: number, spread: number): number {
  const years = least + (hash(seed, tag, place) % spread)
  return Math.floor((year - 1950 + (hash(seed, tag + 100, place) % years)) / years)
}
