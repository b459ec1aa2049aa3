import type { ApiObject } from './apiObject.js'
import { readDate } from './calendar.js'
import { readColour } from './colour.js'
import { readDistance, readFurlongs } from './distance.js'
import { readFlag } from './flag.js'
import { readHorseName, readRegion } from './horseName.js'
import { readJockey } from './jockey.js'
import { readJson } from './jsonColumn.js'
import { readInt, readPositiveInt } from './numbers.js'
import { readBareOff, readOffDt } from './offTime.js'
import { readPrize } from './prize.js'
import { readRaceClass } from './raceClass.js'
import { readRaceKey, type RaceKey } from './raceKey.js'
import {
  isUnusable,
  type CardRace,
  type CardReading,
  type CardRunner,
  type OnUnreadable,
  type ReadingMeta,
  type UnusableRace,
} from './readings.js'
import { readRating } from './rating.js'
import { readRunners } from './runnerList.js'
import { readSex } from './sex.js'
import { readId, readLabel, readText } from './text.js'
import { readWeight } from './weight.js'

/**
 * Reads one race of `/racecards/pro`. Never throws: an unreadable value is null and told to `onUnreadable` under
 * `racecard.FIELD` or `racecard.runners.FIELD`; a race without id, date or region is an `UnusableRace`.
 */
export function readRacecard(raw: unknown, meta: ReadingMeta, onUnreadable?: OnUnreadable): CardReading | UnusableRace {
  const key = readRaceKey(raw, 'racecard.', onUnreadable)
  if (isUnusable(key)) return key
  const { runners, skipped } = readRunners(
    key.race.runners,
    'racecard.runners',
    (runner, horseId) => readCardRunner(runner, horseId, onUnreadable),
    onUnreadable,
  )
  return {
    event_id: meta.event_id,
    fetched_at: meta.fetched_at,
    race_id: key.race_id,
    race: readCardRace(key, onUnreadable),
    runners,
    skipped_runners: skipped,
  }
}

function readCardRace(key: RaceKey, on?: OnUnreadable): CardRace {
  const { race, date, region } = key
  const prize = readPrize(race.prize, region, 'racecard.prize', on)
  return {
    course_id: readId(race.course_id, 'racecard.course_id', on),
    course_name: readLabel(race.course, 'racecard.course', on),
    region,
    date,
    off_dt: readOffDt(race.off_dt, 'racecard.off_dt', on),
    bare_off: readBareOff(race.off_time, date, 'racecard.off_time', on),
    race_name: readText(race.race_name, 'racecard.race_name', on),
    type: readLabel(race.type, 'racecard.type', on),
    surface: readLabel(race.surface, 'racecard.surface', on),
    race_class: readRaceClass(race.race_class, 'racecard.race_class', on),
    pattern: readLabel(race.pattern, 'racecard.pattern', on),
    age_band: readLabel(race.age_band, 'racecard.age_band', on),
    rating_band: readLabel(race.rating_band, 'racecard.rating_band', on),
    sex_restriction: readLabel(race.sex_restriction, 'racecard.sex_restriction', on),
    going: readLabel(race.going, 'racecard.going', on),
    jumps: readLabel(race.jumps, 'racecard.jumps', on),
    distance_f: readFurlongs(race.distance_f, 'racecard.distance_f', on),
    is_abandoned: readFlag(race.is_abandoned, 'racecard.is_abandoned', on),
    is_big_race: readFlag(race.big_race, 'racecard.big_race', on),
    distance: readDistance(race.distance, 'racecard.distance', on),
    distance_round: readDistance(race.distance_round, 'racecard.distance_round', on),
    going_detailed: readText(race.going_detailed, 'racecard.going_detailed', on),
    stalls: readText(race.stalls, 'racecard.stalls', on),
    rail_movements: readText(race.rail_movements, 'racecard.rail_movements', on),
    weather: readText(race.weather, 'racecard.weather', on),
    prize: prize.amount,
    prize_currency: prize.currency,
    field_size: readInt(race.field_size, 'racecard.field_size', on),
    tip: readText(race.tip, 'racecard.tip', on),
    verdict: readText(race.verdict, 'racecard.verdict', on),
    betting_forecast: readText(race.betting_forecast, 'racecard.betting_forecast', on),
    race_status: readText(race.race_status, 'racecard.race_status', on),
  }
}

function readCardRunner(runner: ApiObject, horseId: string, on?: OnUnreadable): CardRunner {
  const name = readHorseName(runner.horse, 'racecard.runners.horse', on)
  const sex = readSex(runner.sex, runner.sex_code, 'racecard.runners.', on)
  const weight = readWeight(runner.weight, runner.lbs, 'racecard.runners.weight', 'racecard.runners.lbs', on)
  const jockey = readJockey(runner.jockey, runner.jockey_id, undefined, 'racecard.runners.', on)
  return {
    horse_id: horseId,
    horse_name: name.name,
    number: readLabel(runner.number, 'racecard.runners.number', on),
    draw: readPositiveInt(runner.draw, 'racecard.runners.draw', on),
    age: readInt(runner.age, 'racecard.runners.age', on),
    sex: sex.sex,
    sex_code: sex.code,
    region: readRegion(runner.region, 'racecard.runners.region', on) ?? name.bred,
    weight_lbs: weight.lbs,
    weight_st_lbs: weight.stLbs,
    headgear: readLabel(runner.headgear, 'racecard.runners.headgear', on),
    jockey_id: jockey.id,
    jockey_name: jockey.name,
    jockey_claim_lbs: jockey.claimLbs,
    jockey_non_runner: jockey.isNonRunner,
    trainer_id: readId(runner.trainer_id, 'racecard.runners.trainer_id', on),
    trainer_name: readLabel(runner.trainer, 'racecard.runners.trainer', on),
    owner_id: readId(runner.owner_id, 'racecard.runners.owner_id', on),
    owner_name: readLabel(runner.owner, 'racecard.runners.owner', on),
    sire_id: readId(runner.sire_id, 'racecard.runners.sire_id', on),
    dam_id: readId(runner.dam_id, 'racecard.runners.dam_id', on),
    damsire_id: readId(runner.damsire_id, 'racecard.runners.damsire_id', on),
    silk_url: readText(runner.silk_url, 'racecard.runners.silk_url', on),
    colour: readColour(runner.colour, 'racecard.runners.colour', on),
    dob: readDate(runner.dob, 'racecard.runners.dob', on),
    headgear_run: readLabel(runner.headgear_run, 'racecard.runners.headgear_run', on),
    wind_surgery: readLabel(runner.wind_surgery, 'racecard.runners.wind_surgery', on),
    wind_surgery_run: readLabel(runner.wind_surgery_run, 'racecard.runners.wind_surgery_run', on),
    trainer_location: readLabel(runner.trainer_location, 'racecard.runners.trainer_location', on),
    form: readText(runner.form, 'racecard.runners.form', on),
    last_run: readText(runner.last_run, 'racecard.runners.last_run', on),
    ofr: readRating(runner.ofr, 'racecard.runners.ofr', on),
    rpr: readRating(runner.rpr, 'racecard.runners.rpr', on),
    ts: readRating(runner.ts, 'racecard.runners.ts', on),
    comment: readText(runner.comment, 'racecard.runners.comment', on),
    spotlight: readText(runner.spotlight, 'racecard.runners.spotlight', on),
    trainer_rtf: readText(runner.trainer_rtf, 'racecard.runners.trainer_rtf', on),
    trainer_14_days: readJson(runner.trainer_14_days, 'racecard.runners.trainer_14_days', on),
    past_results_flags: readJson(runner.past_results_flags, 'racecard.runners.past_results_flags', on),
    odds: readJson(runner.odds, 'racecard.runners.odds', on),
    quotes: readJson(runner.quotes, 'racecard.runners.quotes', on),
    medical: readJson(runner.medical, 'racecard.runners.medical', on),
    stable_tour: readJson(runner.stable_tour, 'racecard.runners.stable_tour', on),
    prev_trainers: readJson(runner.prev_trainers, 'racecard.runners.prev_trainers', on),
    prev_owners: readJson(runner.prev_owners, 'racecard.runners.prev_owners', on),
  }
}
