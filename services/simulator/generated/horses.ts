import { dateOfDay } from '../calendar.js'
import { bell, hash, uniform } from './chance.js'
import { colours, horseName } from './names.js'

/*
 * Horses are numbers. A horse's number is its birth year and its place in that year's crop; everything about it is a hash of the number,
 * so no horse is ever stored. Places decide roles: mares and stallions to be come first, because their careers end before they breed.
 * Parents are drawn from older crops: a stallion by popularity, a mare at most once a year (a permutation of the mares of breeding age).
 */

/** The earliest crop; parents of parents of horses that ran in 1988 were born after it. */
const firstCrop = 1930
const cropSpan = 20_000

/** Places in a crop: [0, broodmares) fillies that race, then breed; [.., stallions) colts that do; the rest race only; then those that never raced here. */
const broodmares = 1900
const stallions = broodmares + 60
export const racingPlaces = 9600
const unracedMares = racingPlaces + 600
const foreignStallions = unracedMares + 15

const idBase = 600_000_000

export type Discipline = 'flat' | 'jumps'

/** The number of a horse from its birth year and place. */
export function horseNumber(birthYear: number, place: number): number {
  return (birthYear - firstCrop) * cropSpan + place
}

export const birthYear = (horse: number): number => firstCrop + Math.floor(horse / cropSpan)
const placeOf = (horse: number): number => horse % cropSpan

/** The digits of `hrs_N`, which `sir_N`, `dam_N` and `dsi_N` of the same animal share. */
export const horseDigits = (horse: number): number => idBase + horse

/** The number behind `hrs_600…`; null for an id this history does not have. */
export function horseOfId(id: string): number | null {
  const digits = /^hrs_(\d{9})$/.exec(id)?.[1]
  if (digits === undefined) return null
  const horse = Number(digits) - idBase
  return horse >= 0 && birthYear(horse) <= 2200 && placeOf(horse) < foreignStallions ? horse : null
}

export const isFemale = (seed: number, horse: number): boolean => {
  const place = placeOf(horse)
  if (place < broodmares) return true
  if (place < stallions) return false
  if (place >= racingPlaces) return place < unracedMares
  return uniform(seed, 11, horse) < 0.22
}

export const isStallion = (horse: number): boolean => placeOf(horse) >= broodmares && placeOf(horse) < stallions
const isBroodmare = (horse: number): boolean =>
  placeOf(horse) < broodmares || (placeOf(horse) >= racingPlaces && placeOf(horse) < unracedMares)

export function disciplineOf(seed: number, horse: number): Discipline {
  const flatShare = isStallion(horse) ? 0.9 : isBroodmare(horse) ? 0.72 : 0.53
  return uniform(seed, 12, horse) < flatShare ? 'flat' : 'jumps'
}

/** Age at the first season and the number of seasons, 2–6; those that will breed retire at 5 (mares) or 6. */
export function seasonsOf(seed: number, horse: number, discipline: Discipline): { debutAge: number; seasons: number } {
  const u = uniform(seed, 13, horse)
  const debutAge = discipline === 'flat' ? (u < 0.6 ? 2 : 3) : u < 0.5 || isBroodmare(horse) ? 4 : u < 0.88 ? 5 : 6
  const v = uniform(seed, 14, horse)
  const drawn = v < 0.33 ? 2 : v < 0.6 ? 3 : v < 0.79 ? 4 : v < 0.92 ? 5 : 6
  const lastAge = isBroodmare(horse) ? 5 : isStallion(horse) ? 6 : 99
  return { debutAge, seasons: Math.max(2, Math.min(drawn, lastAge - debutAge + 1)) }
}

/** The rating a horse is worth at its best, in pounds: about 42–125 on the flat, 70–175 over jumps. */
export function abilityOf(seed: number, horse: number, discipline: Discipline): number {
  const spread = bell(seed, 15, horse)
  if (isStallion(horse)) return discipline === 'flat' ? 108 + spread * 6 : 150 + spread * 8
  // A little of what the sire was worth is inherited.
  const inherited = (uniform(seed, 16, sireOf(seed, horse)) - 0.5) * 8
  const best = discipline === 'flat' ? 66 + spread * 15.5 + inherited : 107 + spread * 18 + inherited
  return Math.max(discipline === 'flat' ? 42 : 70, best)
}

/** Pounds to add at an age: horses improve, then decline. */
export function maturity(discipline: Discipline, age: number): number {
  if (discipline === 'flat') return age === 2 ? -7 : age === 3 ? -2 : age <= 6 ? 0 : (6 - age) * 1.5
  return age <= 4 ? -9 : age === 5 ? -4 : age <= 9 ? 0 : (9 - age) * 2.5
}

/** The trip a horse likes best, in furlongs. */
export function bestTrip(seed: number, horse: number, discipline: Discipline): number {
  const u = uniform(seed, 17, horse)
  return discipline === 'flat' ? 5 + u * u * 9 : 16 + u * u * 10
}

/** Whether a flat horse is kept for the all-weather. */
export const likesAllWeather = (seed: number, horse: number): boolean => uniform(seed, 18, horse) < 0.36

/** Where it is trained. */
export const trainedIn = (seed: number, horse: number): 'GB' | 'IRE' => (uniform(seed, 19, horse) < 0.74 ? 'GB' : 'IRE')

export function bredIn(seed: number, horse: number): string {
  const u = uniform(seed, 20, horse)
  if (placeOf(horse) >= unracedMares) return u < 0.5 ? 'USA' : u < 0.8 ? 'FR' : 'GER'
  return u < 0.36 ? 'GB' : u < 0.85 ? 'IRE' : u < 0.95 ? 'FR' : u < 0.98 ? 'USA' : 'GER'
}

export const nameOf = (horse: number): string =>
  horseName(((birthYear(horse) - firstCrop) * foreignStallions + placeOf(horse)) >>> 0)

/** `2019-03-27`; foals come from late January to early June. */
export function bornOn(seed: number, horse: number): string {
  const day = Math.round(Date.UTC(birthYear(horse), 0, 25) / 86_400_000)
  const late = (uniform(seed, 21, horse) + uniform(seed, 22, horse)) / 2
  return dateOfDay(day + Math.floor(late * 130))
}

export const colourOf = (seed: number, horse: number): (typeof colours)[number] => {
  const u = uniform(seed, 23, horse)
  let sum = 0
  for (const colour of colours) if (u < (sum += colour.share)) return colour
  return colours[0]
}

/** The sex code at an age: C or F to 4, H or M from 5, G once gelded. */
export function sexCodeAt(seed: number, horse: number, age: number): 'C' | 'F' | 'G' | 'H' | 'M' {
  if (isFemale(seed, horse)) return age <= 4 ? 'F' : 'M'
  if (!isStallion(horse) && placeOf(horse) < racingPlaces) {
    const u = uniform(seed, 24, horse)
    const geldedAt = u < 0.45 ? 2 : u < 0.75 ? 3 : u < 0.93 ? 4 : 99
    if (age >= geldedAt) return 'G'
  }
  return age <= 4 ? 'C' : 'H'
}

/** The age at which a horse runs its last race; what a profile without a date speaks of. */
export function lastAge(seed: number, horse: number): number {
  const { debutAge, seasons } = seasonsOf(seed, horse, disciplineOf(seed, horse))
  return debutAge + seasons - 1
}

/** The sire: born 5–20 years before, drawn by popularity, so that a few have hundreds of foals a year. */
export function sireOf(seed: number, horse: number): number {
  const older = 5 + Math.floor((uniform(seed, 25, horse) + uniform(seed, 26, horse)) * 8)
  const rank = Math.floor(75 * uniform(seed, 27, horse) ** 2.6)
  const crop = birthYear(horse) - older
  return horseNumber(crop, rank < 60 ? broodmares + rank : unracedMares + rank - 60)
}

/** The dam: a mare of 6 to 16, each with at most one foal a year. */
export function damOf(seed: number, horse: number): number {
  const maresPerCrop = broodmares + 600
  const mares = maresPerCrop * 11
  const year = birthYear(horse)
  // An affine permutation of the mares, another one each year; the step is prime to 27,500 = 2² · 5⁴ · 11.
  const step = (hash(seed, 28, year) % 2000) * 110 + 10_007
  const slot = (placeOf(horse) * step + (hash(seed, 29, year) % mares)) % mares
  const place = slot % maresPerCrop
  const age = 6 + Math.floor(slot / maresPerCrop)
  return horseNumber(year - age, place < broodmares ? place : racingPlaces + place - broodmares)
}
