import type { JsonObject } from '../racingSource.js'
import { chances, hash, uniform } from './chance.js'
import type { CardStage } from './changes.js'
import type { Declared } from './declarations.js'
import type { PrintedForm } from './form.js'
import { bornOn, bredIn, colourOf, nameOf, sexCodeAt } from './horses.js'
import { sexWords } from './names.js'
import { quotesFor, type Quotes } from './odds.js'
import { ownerOf, trainerChange, trainerOf } from './people.js'
import {
  damId,
  dsiId,
  hrsId,
  parentsOf,
  printCardPrize,
  printJumps,
  printOff,
  printOffDt,
  printRound,
  printYards,
  raceName,
  silkUrl,
  sirId,
  yardsOf,
} from './printing.js'
import { goingOf } from './weather.js'
import type { PlannedRace } from './weekPlan.js'

/** What a card is made of. */
export interface CardParts {
  readonly race: PlannedRace
  readonly field: readonly Declared[]
  readonly stage: CardStage
  /** When the stage began, in ms. */
  readonly since: number
  /** The last price of a horse, decimal. */
  fair(horse: number): number
  form(horse: number): PrintedForm
}

/** A race of `/v1/racecards/pro` at a stage. */
export function cardOf(seed: number, parts: CardParts): JsonObject {
  const { race, stage } = parts
  const onTheDay = stage === 'morning' || stage === 'final'
  const going = goingOf(seed, race.course, race.day, race.discipline === 'jumps', !onTheDay)
  const entered = stage === 'entered'
  const quotes = quotesFor(seed, race, stage, parts.since)
  const runners = parts.field.map((runner) => runnerOf(seed, parts, quotes, runner))
  if (entered) for (const one of race.undeclared) runners.push(entryOf(seed, parts, one.horse, race.year))
  const running = entered ? runners.length : parts.field.filter((one) => !isOut(one, stage)).length
  return {
    race_id: race.raceId,
    course: race.course.name,
    course_id: race.course.id,
    date: race.date,
    off_time: printOff(race),
    off_dt: printOffDt(race),
    race_name: raceName(seed, race),
    distance_round: printRound(race.furlongs),
    distance: printYards(yardsOf(race)),
    distance_f: race.furlongs.toFixed(1),
    region: race.course.region,
    pattern: race.pattern,
    sex_restriction: race.sexRestriction,
    race_class: race.raceClass,
    type: race.type,
    age_band: race.ageBand,
    rating_band: race.ratingBand,
    prize: printCardPrize(race.prize, race.course.region),
    field_size: String(running),
    going_detailed: entered ? '' : goingDetail(seed, race, going),
    rail_movements: '',
    stalls:
      race.type === 'Flat' && !entered
        ? ['Inside', 'Centre', "Stands' side", 'Far side'][hash(seed, 171, race.course.index, race.furlongs) % 4]
        : '',
    weather: onTheDay
      ? (['Sunny', 'Partly cloudy', 'Mostly cloudy', 'Light rain', 'Cloudy', 'Clear'][
          hash(seed, 172, race.course.index, race.day) % 6
        ] ?? '')
      : '',
    going,
    surface: race.course.allWeather ? 'AW' : 'Turf',
    jumps: printJumps(race),
    big_race: race.pattern.endsWith(' 1') || race.prize > 45_000,
    is_abandoned: race.abandoned && onTheDay,
    tip: onTheDay ? favouriteOf(parts) : '',
    verdict: onTheDay ? `${favouriteOf(parts).toUpperCase()} has the best of it on these terms.` : '',
    betting_forecast: onTheDay ? forecastOf(parts) : '',
    race_status: '',
    runners,
  }
}

function isOut(runner: Declared, stage: CardStage): boolean {
  return runner.withdrawn !== null && (stage === 'final' || (stage === 'morning' && runner.withdrawn.early))
}

function runnerOf(seed: number, parts: CardParts, quotes: Quotes, runner: Declared): JsonObject {
  const { race, stage } = parts
  const declared = stage !== 'entered'
  const rider =
    (stage === 'declared' || stage === 'priced') && runner.firstRider !== null ? runner.firstRider : runner.rider
  const { rated, rating } = runner.candidate
  const spread = (tag: number, most: number) => Math.floor(uniform(seed, tag, runner.horse, race.key) * most)
  const { form, lastRun } = parts.form(runner.horse)
  const who = identityOf(seed, race, runner.horse)
  const yard = connectionsOf(seed, race, runner)
  const remarks = remarksOf(seed, race, runner)
  return {
    // Spelt out, not spread: objects of fifty spread keys are slow to make and to read, and a card has many.
    horse_id: who.horse_id,
    horse: who.horse,
    dob: who.dob,
    age: who.age,
    sex: who.sex,
    sex_code: who.sex_code,
    colour: who.colour,
    region: who.region,
    breeder: who.breeder,
    dam: who.dam,
    dam_id: who.dam_id,
    dam_region: who.dam_region,
    sire: who.sire,
    sire_id: who.sire_id,
    sire_region: who.sire_region,
    damsire: who.damsire,
    damsire_id: who.damsire_id,
    damsire_region: who.damsire_region,
    trainer: yard.trainer,
    trainer_id: yard.trainer_id,
    trainer_location: yard.trainer_location,
    trainer_14_days: yard.trainer_14_days,
    owner: yard.owner,
    owner_id: yard.owner_id,
    prev_trainers: yard.prev_trainers,
    prev_owners: [],
    comment: remarks.comment,
    spotlight: remarks.spotlight,
    quotes: [],
    stable_tour: remarks.stable_tour,
    medical: remarks.medical,
    number: !declared ? '' : isOut(runner, stage) ? 'NR' : String(runner.number),
    draw: declared && runner.stall !== null ? String(runner.stall) : '0',
    headgear: declared ? runner.headgear : '',
    headgear_run: runner.headgear !== '' && spread(173, 12) === 0 ? '1' : '',
    wind_surgery: spread(174, 70) === 0 ? '1' : '',
    wind_surgery_run: '',
    past_results_flags: uniform(seed, 175, runner.horse, race.course.index) < 0.08 ? ['C'] : [],
    lbs: String(runner.lbs),
    ofr: rated ? String(rating) : '-',
    rpr: form === '' ? '-' : String(Math.max(10, rating + spread(176, 16) - 2)),
    ts: form === '' || spread(177, 9) === 0 ? '-' : String(Math.max(5, rating - spread(178, 30))),
    jockey: declared ? `${rider.name}${rider.claim > 0 ? `(${rider.claim})` : ''}` : '',
    jockey_id: declared ? rider.id : '',
    silk_url: silkUrl(seed, runner.horse),
    last_run: lastRun,
    form,
    trainer_rtf: String(20 + (hash(seed, 179, race.day, Number(runner.trainer.id.slice(4))) % 60)),
    odds: quotes(runner.horse, parts.fair(runner.horse)),
  }
}

/** A horse that is entered, but will not be declared. */
function entryOf(seed: number, parts: CardParts, horse: number, year: number): JsonObject {
  const { race } = parts
  const one = race.undeclared.find((candidate) => candidate.horse === horse)
  const shown: Declared = {
    candidate: one ?? (race.runners[0] as Declared['candidate']),
    horse,
    name: nameOf(horse),
    number: 0,
    stall: null,
    lbs: 128,
    trainer: trainerOf(seed, horse, year),
    owner: ownerOf(seed, horse),
    rider: { id: '', name: '', claim: 0, slot: 0 },
    firstRider: null,
    headgear: '',
    withdrawn: null,
  }
  return runnerOf(seed, parts, () => [], shown)
}

/** Who the horse is: everything a profile says but the code of the colour. */
function identityOf(seed: number, race: PlannedRace, horse: number) {
  const age = race.year - Number(bornOn(seed, horse).slice(0, 4))
  const sexCode = sexCodeAt(seed, horse, age)
  const { sire, dam, damsire } = parentsOf(seed, horse)
  return {
    horse_id: hrsId(horse),
    horse: nameOf(horse),
    dob: bornOn(seed, horse),
    age: String(age),
    sex: sexWords[sexCode] ?? '',
    sex_code: sexCode,
    colour: colourOf(seed, horse).colour,
    region: bredIn(seed, horse),
    breeder: breederOf(seed, horse),
    dam: nameOf(dam),
    dam_id: damId(dam),
    dam_region: bredIn(seed, dam),
    sire: nameOf(sire),
    sire_id: sirId(sire),
    sire_region: bredIn(seed, sire),
    damsire: nameOf(damsire),
    damsire_id: dsiId(damsire),
    damsire_region: bredIn(seed, damsire),
  }
}

/** A horse's breeder: the owner of its dam, so to say. */
export const breederOf = (seed: number, horse: number): string => ownerOf(seed, parentsOf(seed, horse).dam).name

function connectionsOf(seed: number, race: PlannedRace, runner: Declared) {
  const { horse, trainer, owner } = runner
  const moved = trainerChange(seed, horse, race.year)
  const runs = hash(seed, 181, Math.floor(race.day / 2), Number(trainer.id.slice(4))) % 24
  const wins = Math.min(runs, Math.floor(runs * uniform(seed, 182, race.day, Number(trainer.id.slice(4))) * 0.3))
  return {
    trainer: trainer.name,
    trainer_id: trainer.id,
    trainer_location: trainer.location,
    trainer_14_days: {
      runs: String(runs),
      wins: String(wins),
      percent: runs === 0 ? '' : String(Math.round((100 * wins) / runs)),
    },
    owner: owner.name,
    owner_id: owner.id,
    prev_trainers:
      moved === null || moved.date >= race.date
        ? []
        : [{ trainer: moved.from.name, trainer_id: moved.from.id, change_date: moved.date }],
  }
}

const chancesWords = [
  'major player',
  'each-way claims',
  'others preferred',
  'not dismissed',
  'something to find',
  'respected',
  'likely to go well',
]
const reasonsWords = [
  'back to form last time',
  'drops in class',
  'well treated on old form',
  'unexposed',
  'consistent',
  'fitted with headgear before',
  'goes well fresh',
  'proven at this trip',
]

function remarksOf(seed: number, race: PlannedRace, { horse, name }: Declared) {
  const draw = chances(seed, 183, race.key, horse)
  const [reason, chance] = [draw.pick(reasonsWords), draw.pick(chancesWords)]
  return {
    comment: `${reason.charAt(0).toUpperCase()}${reason.slice(1)}; ${chance}.`,
    spotlight: `${name} is ${draw.pick(reasonsWords)} and ${reason}; ${chance} over ${printRound(race.furlongs)}.`,
    stable_tour: draw.happens(0.02) ? [{ quote: `We have been pleased with ${name} at home. ${race.date}` }] : [],
    medical: draw.happens(0.08)
      ? [{ date: `${race.year - 1}-1${draw.below(3)}-1${draw.below(10)}`, type: 'Wind Surgery' }]
      : [],
  }
}

function goingDetail(seed: number, race: PlannedRace, going: string): string {
  if (race.course.allWeather) return `${race.course.index % 2 === 0 ? 'TAPETA' : 'POLYTRACK'}: ${going.toUpperCase()}`
  const stick = (5 + uniform(seed, 184, race.course.index, race.day) * 3).toFixed(1)
  return `${going.toUpperCase()} (GoingStick ${stick})`
}

function shortest(parts: CardParts): readonly Declared[] {
  return parts.field
    .filter((one) => !isOut(one, parts.stage))
    .sort((a, b) => parts.fair(a.horse) - parts.fair(b.horse) || a.number - b.number)
}

function favouriteOf(parts: CardParts): string {
  return shortest(parts)[0]?.name ?? ''
}

function forecastOf(parts: CardParts): string {
  return shortest(parts)
    .slice(0, 4)
    .map((one) => `${Math.max(1, Math.round(parts.fair(one.horse) - 1))}/1 ${one.name}`)
    .join(', ')
}
