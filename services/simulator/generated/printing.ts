import { isSummerTime } from '../calendar.js'
import { uniform } from './chance.js'
import { bredIn, damOf, horseDigits, nameOf, sireOf } from './horses.js'
import type { PlannedRace } from './weekPlan.js'

/* How the API prints things. */

/** `8:30`: 12-hour, without am or pm. */
export function printOff(race: PlannedRace): string {
  const hours = Math.floor(race.off / 60)
  return `${hours > 12 ? hours - 12 : hours}:${two(race.off % 60)}`
}

/** `2025-10-07T20:30:00+01:00`. */
export function printOffDt(race: PlannedRace): string {
  return `${race.date}T${two(Math.floor(race.off / 60))}:${two(race.off % 60)}:00${isSummerTime(race.day) ? '+01:00' : '+00:00'}`
}

/** Yards of a race: the round distance and what the course adds to it. */
export function yardsOf(race: PlannedRace): number {
  const exact = uniform(7, 131, race.course.index, Math.round(race.furlongs * 2))
  const extra = exact < 0.35 ? 0 : Math.floor((exact - 0.35) * (race.type === 'Flat' ? 62 : 150)) - 4
  return Math.round(race.furlongs * 220) + extra
}

/** `1m2½f`, from furlongs. */
export function printRound(furlongs: number): string {
  const miles = Math.floor(furlongs / 8)
  const rest = furlongs - miles * 8
  const halves = rest % 1 === 0 ? `${rest}` : `${Math.floor(rest) || ''}½`
  return `${miles === 0 ? '' : `${miles}m`}${rest === 0 ? '' : `${halves}f`}`
}

/** `2m6f31y`, from yards. */
export function printYards(yards: number): string {
  const [miles, furlongs, rest] = [Math.floor(yards / 1760), Math.floor((yards % 1760) / 220), yards % 220]
  return `${miles === 0 ? '' : `${miles}m`}${furlongs === 0 ? '' : `${furlongs}f`}${rest === 0 ? '' : `${rest}y`}`
}

/** `8-10`, from pounds. */
export const printStones = (lbs: number): string => `${Math.floor(lbs / 14)}-${lbs % 14}`

/** `3:7.55`, from seconds: the seconds are not padded. */
export function printTime(seconds: number): string {
  const [minutes, rest] = splitTime(seconds)
  return `${minutes}:${rest}`
}

/** `1m 43.25s (slow by 5.55s)`; below a minute `58.40s (fast by 0.20s)`. */
export function printWinningTime(seconds: number, slowBy: number): string {
  const [minutes, rest] = splitTime(seconds)
  const against =
    Math.abs(slowBy) < 0.005 ? '' : ` (${slowBy > 0 ? 'slow' : 'fast'} by ${Math.abs(slowBy).toFixed(2)}s)`
  return `${minutes === 0 ? '' : `${minutes}m `}${rest}s${against}`
}

function splitTime(seconds: number): readonly [number, string] {
  const hundredths = Math.round(seconds * 100)
  return [Math.floor(hundredths / 6000), ((hundredths % 6000) / 100).toFixed(2)]
}

/** `.75`, `0.3`, `12`: halves and quarters below one lack their zero, names of less (neck, head) keep it. */
export function printLengths(lengths: number): string {
  return lengths === 0.25 || lengths === 0.5 || lengths === 0.75 ? String(lengths).slice(1) : String(lengths)
}

/** `3245.08`, `5234`, in Ireland `€5900`. */
export function printPrize(amount: number, region: 'GB' | 'IRE'): string {
  if (region === 'IRE') return `€${Math.round(amount)}`
  return amount.toFixed(2).replace(/\.00$/, '')
}

/** `£4,187`, `€5,900`. */
export function printCardPrize(amount: number, region: 'GB' | 'IRE'): string {
  return `${region === 'IRE' ? '€' : '£'}${String(Math.round(amount)).replace(/\B(?=(\d{3})+$)/g, ',')}`
}

/** A horse with its bred-in suffix: `Create (IRE)`. */
export const withSuffix = (seed: number, horse: number): string => `${nameOf(horse)} (${bredIn(seed, horse)})`

/** Parents, as numbers. */
export function parentsOf(seed: number, horse: number): { sire: number; dam: number; damsire: number } {
  const dam = damOf(seed, horse)
  return { sire: sireOf(seed, horse), dam, damsire: sireOf(seed, dam) }
}

export const sirId = (horse: number): string => `sir_${horseDigits(horse)}`
export const damId = (horse: number): string => `dam_${horseDigits(horse)}`
export const dsiId = (horse: number): string => `dsi_${horseDigits(horse)}`
export const hrsId = (horse: number): string => `hrs_${horseDigits(horse)}`

export const silkUrl = (seed: number, horse: number): string =>
  `https://silks.simulator.invalid/svg/${Math.floor(uniform(seed, 132, horse) * 400_000)}.svg`

/** How many jumps, as the cards say it: `11 hurdles`; empty on the flat. */
export function printJumps(race: PlannedRace): string {
  if (race.type === 'Hurdle') return `${Math.round(race.furlongs / 2) + (race.course.index % 2)} hurdles`
  return race.type === 'Chase' ? `${Math.round(race.furlongs * 0.75) + (race.course.index % 3)} fences` : ''
}

const sponsors =
  'Starlight|Harbour Ales|Old Mill|Greenfield|Meridian Insurance|Kestrel Coaches|Bluebell|Ridgeway|Orchard Farm|Hawthorn Estates|Moorland|Silverlink|Cornerstone|Riverside|Five Bells|Northgate|Country Fair|Evergreen|Saddlers Friend|Market Day'.split(
    '|',
  )

/** A race's name, after its sponsor and its kind. */
export function raceName(seed: number, race: PlannedRace): string {
  const sponsor = sponsors[Math.floor(uniform(seed, 133, race.key) * sponsors.length)] ?? 'Meridian'
  const sex = race.sexRestriction === 'F' ? "Fillies' " : race.sexRestriction === 'M' ? "Mares' " : ''
  const obstacle =
    race.type === 'Flat' ? 'Stakes' : race.type === 'NH Flat' ? 'Open National Hunt Flat Race' : race.type
  switch (race.kind) {
    case 'handicap':
      return `${sponsor} ${sex}Handicap${race.type === 'Flat' ? '' : ` ${obstacle}`}`
    case 'maiden':
      return `${sponsor} ${sex}Maiden ${obstacle}`
    case 'novice':
      return `${sponsor} ${sex}Novices' ${obstacle}`
    case 'selling':
      return `${sponsor} ${sex}Selling ${obstacle}`
    case 'conditions':
      return `${sponsor} ${sex}Conditions ${obstacle}`
    case 'pattern':
      return `${sponsor} ${race.course.name.replace(/ \(.*/, '')} ${sex}${obstacle} (${race.pattern})`
    case 'bumper':
      return `${sponsor} ${sex}${obstacle}`
  }
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n)
}
