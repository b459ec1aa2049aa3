import type { JsonObject } from '../racingSource.js'
import { chances, uniform } from './chance.js'
import { correctionsOf } from './changes.js'
import type { Declared } from './declarations.js'
import { nameOf, sexCodeAt } from './horses.js'
import {
  damId,
  dsiId,
  hrsId,
  parentsOf,
  printJumps,
  printLengths,
  printOff,
  printOffDt,
  printPrize,
  printRound,
  printStones,
  printTime,
  printWinningTime,
  raceName,
  silkUrl,
  sirId,
  withSuffix,
  yardsOf,
} from './printing.js'
import type { Finish, Running } from './running.js'
import type { PlannedRace } from './weekPlan.js'

/** Shares of the winner's prize by place. */
const shares = { GB: [1, 0.4692, 0.2345, 0.1172, 0.0586], IRE: [1, 0.322, 0.1525, 0.0678, 0.0339, 0.0169] }

/** A race of `/v1/results` in a version (see `resultVersion`). */
export function resultOf(
  seed: number,
  race: PlannedRace,
  running: Running,
  field: readonly Declared[],
  version: number,
): JsonObject {
  const corrections = correctionsOf(seed, race)
  const finishes = placings(running.finishes, version >= 3 && corrections.disqualified)
  const prizes = prizesOf(race, finishes, version >= 2 ? 1 : corrections.firstPrizes)
  const region = race.course.region
  const yards = yardsOf(race)
  const runners = finishes
    .map((finish, i) =>
      runnerOf(seed, race, finish, prizes[i] ?? 0, version, version < 2 && corrections.wrongWeight === i),
    )
    .filter((_, i) => version >= 2 || i !== corrections.leftOut || finishes.length < 6)
  return {
    race_id: race.raceId,
    date: race.date,
    region,
    course: race.course.name,
    course_id: race.course.id,
    off: printOff(race),
    off_dt: printOffDt(race),
    race_name: raceName(seed, race),
    type: race.type,
    class: race.raceClass,
    pattern: race.pattern,
    rating_band: race.ratingBand,
    age_band: race.ageBand,
    sex_rest: race.sexRestriction,
    dist: printRound(race.furlongs),
    dist_y: String(yards),
    dist_m: String(Math.round(yards * 0.9144)),
    dist_f: `${race.furlongs}f`,
    going: running.going,
    surface: race.course.allWeather ? 'AW' : 'Turf',
    jumps: printJumps(race),
    winning_time_detail: printWinningTime(running.winningSeconds, running.slowBy),
    comments: running.slowBy < -2.4 ? 'New Course Record' : '',
    non_runners: field
      .flatMap((one) => (one.withdrawn === null ? [] : [`${one.name} (${one.withdrawn.reason})`]))
      .join(', '),
    ...toteOf(seed, race, running.finishes),
    runners,
  }
}

interface Placed extends Omit<Finish, 'position' | 'code'> {
  readonly position: number | null
  readonly code: string | null
}

/** The placings, after a disqualification those behind move up; margins stay as the judge gave them. */
function placings(finishes: readonly Finish[], disqualified: boolean): readonly Placed[] {
  const winners = finishes.filter((finish) => finish.position === 1)
  if (!disqualified || winners.length !== 1 || finishes.filter((finish) => finish.position !== null).length < 3)
    return finishes
  const [winner, ...rest] = finishes
  if (winner === undefined) return finishes
  const lead = rest[0]?.behind ?? 0
  const moved = rest.map((finish, i) =>
    finish.position === null
      ? finish
      : {
          ...finish,
          position: finish.position - 1,
          margin: i === 0 ? 0 : finish.margin,
          behind: Math.max(0, (finish.behind ?? 0) - lead),
        },
  )
  const placed = moved.filter((finish) => finish.position !== null)
  const others = moved.filter((finish) => finish.position === null)
  return [...placed, { ...winner, position: null, code: 'DSQ', margin: null, behind: null, seconds: null }, ...others]
}

/** Prizes in the order of the finishes; horses that share a place share the money of the places they take. */
function prizesOf(race: PlannedRace, finishes: readonly Placed[], factor: number): readonly number[] {
  const table = shares[race.course.region].map((share) => share * race.prize * factor)
  return finishes.map((finish) => {
    if (finish.position === null) return 0
    const sharing = finishes.filter((other) => other.position === finish.position).length
    let sum = 0
    for (let place = finish.position - 1; place < finish.position - 1 + sharing; place++) sum += table[place] ?? 0
    return sum / sharing
  })
}

function runnerOf(
  seed: number,
  race: PlannedRace,
  finish: Placed,
  prize: number,
  version: number,
  wrongWeight: boolean,
): JsonObject {
  const { runner } = finish
  const { horse, candidate } = runner
  const { sire, dam, damsire } = parentsOf(seed, horse)
  const { rider } = runner
  const lbs = runner.lbs + (wrongWeight ? 2 : 0)
  const pedigree = race.year >= 1991
  const rpr = version >= 1 && finish.position !== null && finish.worth > 8 ? String(Math.round(finish.worth)) : '–'
  const tsr = finish.worth - 6 - uniform(seed, 141, race.key, horse) * 34
  return {
    horse_id: hrsId(horse),
    horse: withSuffix(seed, horse),
    sp: finish.price.sp,
    sp_dec: finish.price.decimal,
    bsp: race.date >= '2008-06-01' ? finish.price.bsp : '',
    number: String(runner.number),
    position: finish.position === null ? (finish.code ?? '') : String(finish.position),
    draw: runner.stall === null ? '' : String(runner.stall),
    btn:
      finish.margin === null ? '-' : finish.margin === 0 && finish.behind !== 0 ? 'dht' : printLengths(finish.margin),
    ovr_btn: finish.behind === null ? '-' : printBehind(finish.behind, finish.margin),
    age: String(candidate.age),
    sex: sexCodeAt(seed, horse, candidate.age),
    weight: printStones(lbs),
    weight_lbs: String(lbs),
    headgear: runner.headgear,
    time: finish.seconds === null ? '-' : printTime(finish.seconds),
    or: candidate.rated ? String(candidate.rating) : '–',
    rpr,
    tsr: version >= 1 && finish.position !== null && tsr > 1 && tsr < finish.worth ? String(Math.round(tsr)) : '–',
    prize: prize > 0 ? printPrize(prize, race.course.region) : '',
    jockey: rider.name,
    jockey_claim_lbs: String(rider.claim),
    jockey_id: rider.id,
    trainer: runner.trainer.name,
    trainer_id: runner.trainer.id,
    owner: runner.owner.name,
    owner_id: runner.owner.id,
    sire: pedigree ? withSuffix(seed, sire) : nameOf(sire),
    sire_id: sirId(sire),
    dam: pedigree ? withSuffix(seed, dam) : nameOf(dam),
    dam_id: damId(dam),
    damsire: nameOf(damsire),
    damsire_id: dsiId(damsire),
    comment: commentOf(seed, race, finish),
    silk_url: silkUrl(seed, horse),
  }
}

/** The second's is its margin; from there on distances add up in quarters, as the vendor prints them. */
function printBehind(behind: number, margin: number | null): string {
  return printLengths(behind === margin || behind === 0 ? behind : quarters(behind))
}

/** Up within the first half length, so that nobody is printed nearer than the one before; else to the nearest. */
function quarters(behind: number): number {
  return (behind < 0.5 ? Math.ceil(behind * 4) : Math.round(behind * 4)) / 4
}

const early = [
  'Led',
  'Prominent',
  'In touch with leaders',
  'Midfield',
  'Held up in rear',
  'Held up',
  'Tracked leaders',
  'Raced freely in midfield',
]
const middle = [
  'pushed along over 2f out',
  'headway from 3f out',
  'every chance over 1f out',
  'ridden 2f out',
  'soon ridden',
  'hampered on turn',
  'switched left over 1f out',
]
const late = [
  'ran on',
  'stayed on',
  'kept on well inside final furlong',
  'no extra',
  'one pace',
  'weakened',
  'never dangerous',
  'eased',
]

function commentOf(seed: number, race: PlannedRace, finish: Placed): string {
  const draw = chances(seed, 142, race.key, finish.runner.horse)
  const start = `${draw.pick(early)} - ${draw.pick(middle)}`
  if (finish.position === null) return `${start} - ${ends[finish.code ?? ''] ?? 'did not finish'}`
  return `${start} - ${finish.position === 1 ? 'led inside final furlong - ran on well' : draw.pick(late)}`
}

const ends: Readonly<Record<string, string>> = {
  PU: 'tailed off when pulled up',
  F: 'fell',
  UR: 'unseated rider',
  BD: 'brought down',
  DSQ: 'finished first - disqualified',
  VOI: 'race void',
}

/** Tote dividends, near what the starting prices say. */
function toteOf(seed: number, race: PlannedRace, finishes: readonly Finish[]): JsonObject {
  const sign = race.course.region === 'IRE' ? '€' : '£'
  const draw = chances(seed, 143, race.key)
  const first = finishes.filter((finish) => finish.position !== null)
  const decimal = (i: number) => Number(first[i]?.price.decimal ?? 0)
  const print = (amount: number) => `${sign}${amount.toFixed(2).replace(/\.00$/, '')}`
  if (first.length === 0)
    return { tote_win: '', tote_pl: '', tote_ex: '', tote_csf: '', tote_tricast: '', tote_trifecta: '' }
  const places =
    finishes.length >= 16 && race.kind === 'handicap' ? 4 : finishes.length >= 8 ? 3 : finishes.length >= 5 ? 2 : 1
  const exacta = decimal(0) * decimal(1) * (0.75 + 0.3 * draw.next())
  const trifecta = exacta * decimal(2) * (0.6 + 0.3 * draw.next())
  const shortened = (amount: number) => Math.max(1.1, Math.round(amount * 10) / 10)
  return {
    tote_win: print(Math.max(1.1, Math.round(decimal(0) * (0.9 + 0.25 * draw.next()) * 10) / 10)),
    tote_pl: first
      .slice(0, places)
      .map((_, i) => print(shortened(1 + (decimal(i) - 1) * 0.25)))
      .join(' '),
    tote_ex: first.length > 1 ? print(shortened(exacta)) : '',
    tote_csf: first.length > 1 ? print(exacta * 1.02) : '',
    tote_tricast: race.kind === 'handicap' && finishes.length >= 8 && first.length > 2 ? print(trifecta * 1.1) : '',
    tote_trifecta: first.length > 2 ? print(shortened(trifecta)) : '',
  }
}
