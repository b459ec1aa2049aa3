import type { ApiObject } from './apiObject.js'
import { readBeatenDistance } from './beatenDistance.js'
import { readDistance, readFurlongs, readMetres, readYards } from './distance.js'
import { readFlag } from './flag.js'
import { readHorseName } from './horseName.js'
import { readJockey } from './jockey.js'
import { readInt, readPositiveInt } from './numbers.js'
import { readBareOff, readOffDt } from './offTime.js'
import { readPosition } from './position.js'
import { readPrize } from './prize.js'
import { readRaceClass } from './raceClass.js'
import { readRaceKey, type RaceKey } from './raceKey.js'
import { readRaceTime, readWinningTime } from './raceTime.js'
import {
  isUnusable,
  type OnUnreadable,
  type ReadingMeta,
  type ResultRace,
  type ResultReading,
  type ResultRunner,
  type UnusableRace,
} from './readings.js'
import { readRating } from './rating.js'
import { readRunners } from './runnerList.js'
import { readSex } from './sex.js'
import { readDecimalPrice, readStartingPrice } from './startingPrice.js'
import { readId, readLabel, readText } from './text.js'
import { readWeight } from './weight.js'

/** The event around a result; without an endpoint it is one of `/results`. */
export interface ResultMeta extends ReadingMeta {
  readonly endpoint?: 'results' | 'results_today'
}

/**
 * Reads one race of `/results` or `/results/today`. Never throws: an unreadable value is null and told to `onUnreadable`
 * under `result.FIELD` or `result.runners.FIELD`; a race without id, date or region is an `UnusableRace`.
 */
export function readResult(raw: unknown, meta: ResultMeta, onUnreadable?: OnUnreadable): ResultReading | UnusableRace {
  const key = readRaceKey(raw, 'result.', onUnreadable)
  if (isUnusable(key)) return key
  const { runners, skipped } = readRunners(
    key.race.runners,
    'result.runners',
    (runner, horseId) => readResultRunner(runner, horseId, key.region, onUnreadable),
    onUnreadable,
  )
  return {
    event_id: meta.event_id,
    fetched_at: meta.fetched_at,
    endpoint: meta.endpoint === 'results_today' ? 'results_today' : 'results',
    race_id: key.race_id,
    race: readResultRace(key, onUnreadable),
    runners,
    skipped_runners: skipped,
  }
}

function readResultRace(key: RaceKey, on?: OnUnreadable): ResultRace {
  const { race, date, region } = key
  return {
    course_id: readId(race.course_id, 'result.course_id', on),
    course_name: readLabel(race.course, 'result.course', on),
    region,
    date,
    off_dt: readOffDt(race.off_dt, 'result.off_dt', on),
    bare_off: readBareOff(race.off, date, 'result.off', on),
    race_name: readText(race.race_name, 'result.race_name', on),
    type: readLabel(race.type, 'result.type', on),
    surface: readLabel(race.surface, 'result.surface', on),
    race_class: readRaceClass(race.class, 'result.class', on),
    pattern: readLabel(race.pattern, 'result.pattern', on),
    age_band: readLabel(race.age_band, 'result.age_band', on),
    rating_band: readLabel(race.rating_band, 'result.rating_band', on),
    sex_restriction: readLabel(race.sex_rest, 'result.sex_rest', on),
    going: readLabel(race.going, 'result.going', on),
    jumps: readLabel(race.jumps, 'result.jumps', on),
    distance_f: readFurlongs(race.dist_f, 'result.dist_f', on),
    is_abandoned: readFlag(race.is_abandoned, 'result.is_abandoned', on),
    is_big_race: readFlag(race.big_race, 'result.big_race', on),
    dist: readDistance(race.dist, 'result.dist', on),
    dist_y: readYards(race.dist_y, 'result.dist_y', on),
    dist_m: readMetres(race.dist_m, 'result.dist_m', on),
    winning_time_seconds: readWinningTime(race.winning_time_detail, 'result.winning_time_detail', on),
    winning_time_detail: readText(race.winning_time_detail, 'result.winning_time_detail'),
    comments: readText(race.comments, 'result.comments', on),
    non_runners: readText(race.non_runners, 'result.non_runners', on),
    tote_win: readText(race.tote_win, 'result.tote_win', on),
    tote_pl: readText(race.tote_pl, 'result.tote_pl', on),
    tote_ex: readText(race.tote_ex, 'result.tote_ex', on),
    tote_csf: readText(race.tote_csf, 'result.tote_csf', on),
    tote_tricast: readText(race.tote_tricast, 'result.tote_tricast', on),
    tote_trifecta: readText(race.tote_trifecta, 'result.tote_trifecta', on),
  }
}

function readResultRunner(runner: ApiObject, horseId: string, region: string, on?: OnUnreadable): ResultRunner {
  const name = readHorseName(runner.horse, 'result.runners.horse', on)
  const sex = readSex(runner.sex, runner.sex_code, 'result.runners.', on)
  const weight = readWeight(runner.weight, runner.weight_lbs, 'result.runners.weight', 'result.runners.weight_lbs', on)
  const jockey = readJockey(runner.jockey, runner.jockey_id, runner.jockey_claim_lbs, 'result.runners.', on)
  const position = readPosition(runner.position, 'result.runners.position', on)
  const price = readStartingPrice(runner.sp, runner.sp_dec, 'result.runners.', on)
  const prize = readPrize(runner.prize, region, 'result.runners.prize', on)
  return {
    horse_id: horseId,
    horse_name: name.name,
    number: readLabel(runner.number, 'result.runners.number', on),
    draw: readPositiveInt(runner.draw, 'result.runners.draw', on),
    age: readInt(runner.age, 'result.runners.age', on),
    sex: sex.sex,
    sex_code: sex.code,
    region: name.bred,
    weight_lbs: weight.lbs,
    weight_st_lbs: weight.stLbs,
    headgear: readLabel(runner.headgear, 'result.runners.headgear', on),
    jockey_id: jockey.id,
    jockey_name: jockey.name,
    jockey_claim_lbs: jockey.claimLbs,
    jockey_non_runner: jockey.isNonRunner,
    trainer_id: readId(runner.trainer_id, 'result.runners.trainer_id', on),
    trainer_name: readLabel(runner.trainer, 'result.runners.trainer', on),
    owner_id: readId(runner.owner_id, 'result.runners.owner_id', on),
    owner_name: readLabel(runner.owner, 'result.runners.owner', on),
    sire_id: readId(runner.sire_id, 'result.runners.sire_id', on),
    dam_id: readId(runner.dam_id, 'result.runners.dam_id', on),
    damsire_id: readId(runner.damsire_id, 'result.runners.damsire_id', on),
    silk_url: readText(runner.silk_url, 'result.runners.silk_url', on),
    position: position.position,
    position_code: position.code,
    sp: price.sp,
    sp_decimal: price.sp_decimal,
    bsp_decimal: readDecimalPrice(runner.bsp, 'result.runners.bsp', on),
    is_favourite: price.is_favourite,
    // The text beside its reading: what is wrong with it is told once, by the reading.
    btn_text: readLabel(runner.btn, 'result.runners.btn'),
    btn: readBeatenDistance(runner.btn, 'result.runners.btn', on),
    ovr_btn: readBeatenDistance(runner.ovr_btn, 'result.runners.ovr_btn', on),
    time_display: readLabel(runner.time, 'result.runners.time'),
    time_seconds: readRaceTime(runner.time, 'result.runners.time', on),
    official_rating: readRating(runner.or, 'result.runners.or', on),
    rpr: readRating(runner.rpr, 'result.runners.rpr', on),
    tsr: readRating(runner.tsr, 'result.runners.tsr', on),
    prize_won: prize.amount,
    prize_currency: prize.currency,
    comment: readText(runner.comment, 'result.runners.comment', on),
  }
}
