import { hash, uniform } from './chance.js'
import {
  abilityOf,
  bestTrip,
  disciplineOf,
  horseNumber,
  isFemale,
  likesAllWeather,
  racingPlaces,
  seasonsOf,
  trainedIn,
} from './horses.js'

/** The horses in training in a year, as columns: about 31,000 rows. */
export interface Season {
  readonly year: number
  readonly count: number
  readonly horse: Int32Array
  /** The first week of the campaign in weeks of the year, and how many weeks it lasts; it may run into the next year. */
  readonly start: Int16Array
  readonly length: Uint8Array
  readonly ability: Float32Array
  readonly trip: Float32Array
  /** Bits of `flag`. */
  readonly flags: Uint8Array
}

export const flag = { jumps: 1, irish: 2, female: 4, allWeather: 8, debut: 16 } as const

const oldest = 12

/** Finds the horses in training in a year. */
export function seasonOf(seed: number, year: number): Season {
  const room = 60_000
  const horse = new Int32Array(room)
  const start = new Int16Array(room)
  const length = new Uint8Array(room)
  const ability = new Float32Array(room)
  const trip = new Float32Array(room)
  const flags = new Uint8Array(room)
  let count = 0
  for (let age = 2; age <= oldest; age++) {
    for (let place = 0; place < racingPlaces; place++) {
      const number = horseNumber(year - age, place)
      const discipline = disciplineOf(seed, number)
      const { debutAge, seasons } = seasonsOf(seed, number, discipline)
      if (age < debutAge || age >= debutAge + seasons) continue
      const jumps = discipline === 'jumps'
      const allWeather = !jumps && likesAllWeather(seed, number)
      const irish = trainedIn(seed, number) === 'IRE'
      horse[count] = number
      start[count] = campaignStart(seed, number, year, jumps, allWeather, age)
      length[count] = jumps
        ? 22 + (hash(seed, 72, number) % 9)
        : allWeather
          ? 22 + (hash(seed, 72, number) % 9)
          : 18 + (hash(seed, 72, number) % 12)
      ability[count] = abilityOf(seed, number, discipline)
      trip[count] = bestTrip(seed, number, discipline)
      flags[count] =
        (jumps ? flag.jumps : 0) |
        (irish ? flag.irish : 0) |
        (isFemale(seed, number) ? flag.female : 0) |
        (allWeather ? flag.allWeather : 0) |
        (age === debutAge ? flag.debut : 0)
      count += 1
    }
  }
  return {
    year,
    count,
    horse: horse.slice(0, count),
    start: start.slice(0, count),
    length: length.slice(0, count),
    ability: ability.slice(0, count),
    trip: trip.slice(0, count),
    flags: flags.slice(0, count),
  }
}

/** Turf horses start in spring, jumpers in autumn (some in spring), all-weather horses at any time; two-year-olds not before April. */
function campaignStart(
  seed: number,
  horse: number,
  year: number,
  jumps: boolean,
  allWeather: boolean,
  age: number,
): number {
  const jitter = hash(seed, 73, horse, year) % 4
  const u = uniform(seed, 74, horse)
  if (jumps)
    return u < 0.27 ? 14 + Math.floor((u / 0.27) * 9) + jitter : 36 + Math.floor(((u - 0.27) / 0.73) * 13) + jitter
  if (age === 2) return allWeather ? 20 + Math.floor(u * 24) + jitter : 14 + Math.floor(u * 18) + jitter
  return allWeather ? Math.floor(u * 48) + jitter : 11 + Math.floor(u * 16) + jitter
}
