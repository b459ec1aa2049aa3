// Written by scripts/generate.mjs from schemas/*.avsc: change those, then run `npm run generate`.

import { isFlag, isList, isText, isTexts, writeFlag, writeList, writeMisfit, writeObject, writeRest, writeText, writeTexts, type Tap, type WriteObject } from './apiAvro.js'
import { isObject, list, withRest, type Held } from './apiJson.js'

function fromControlMessage(held: Held): Held {
  return {
    type: 'ControlMessage',
    id: held['id'],
    command: held['command'],
    run_id: held['run_id'],
    kinds: held['kinds'],
    start_date: held['start_date'],
    end_date: held['end_date'],
    regions: held['regions'],
    priority: held['priority'],
    units: held['units'],
    tables: held['tables'],
    projections: held['projections'],
    requested_at: held['requested_at'],
  }
}

function fromDeadLetter(held: Held): Held {
  return {
    type: 'DeadLetter',
    event_id: held['event_id'],
    group: held['group'],
    topic: held['topic'],
    partition: held['partition'],
    offset: held['offset'],
    key: held['key'],
    value: held['value'],
    headers: held['headers'],
    error_code: held['error_code'],
    error_message: held['error_message'],
    failed_at: held['failed_at'],
  }
}

function fromHorseProfileFetched(held: Held): Held {
  return {
    type: 'HorseProfileFetched',
    event_id: held['event_id'],
    fetched_at: held['fetched_at'],
    source: held['source'],
    run_id: held['run_id'],
    content_hash: held['content_hash'],
    schema_version: held['schema_version'],
    horse_id: held['horse_id'],
    endpoint: held['endpoint'],
    horse: fromHorseProfile(held['horse'] as Held),
  }
}

function writeHorseProfile(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 14)
  let kept = 0
  kept += writeText(tap, json['id'])
  kept += writeText(tap, json['name'])
  kept += writeText(tap, json['dob'])
  kept += writeText(tap, json['sex'])
  kept += writeText(tap, json['sex_code'])
  kept += writeText(tap, json['colour'])
  kept += writeText(tap, json['colour_code'])
  kept += writeText(tap, json['breeder'])
  kept += writeText(tap, json['sire'])
  kept += writeText(tap, json['sire_id'])
  kept += writeText(tap, json['dam'])
  kept += writeText(tap, json['dam_id'])
  kept += writeText(tap, json['damsire'])
  kept += writeText(tap, json['damsire_id'])
  writeRest(tap, json, kept, fitsHorseProfile)
}

const fitsHorseProfile = {
  id: isText,
  name: isText,
  dob: isText,
  sex: isText,
  sex_code: isText,
  colour: isText,
  colour_code: isText,
  breeder: isText,
  sire: isText,
  sire_id: isText,
  dam: isText,
  dam_id: isText,
  damsire: isText,
  damsire_id: isText,
}

function fromHorseProfile(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['id'] !== null) json['id'] = held['id']
  if (held['name'] !== null) json['name'] = held['name']
  if (held['dob'] !== null) json['dob'] = held['dob']
  if (held['sex'] !== null) json['sex'] = held['sex']
  if (held['sex_code'] !== null) json['sex_code'] = held['sex_code']
  if (held['colour'] !== null) json['colour'] = held['colour']
  if (held['colour_code'] !== null) json['colour_code'] = held['colour_code']
  if (held['breeder'] !== null) json['breeder'] = held['breeder']
  if (held['sire'] !== null) json['sire'] = held['sire']
  if (held['sire_id'] !== null) json['sire_id'] = held['sire_id']
  if (held['dam'] !== null) json['dam'] = held['dam']
  if (held['dam_id'] !== null) json['dam_id'] = held['dam_id']
  if (held['damsire'] !== null) json['damsire'] = held['damsire']
  if (held['damsire_id'] !== null) json['damsire_id'] = held['damsire_id']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function fromRaceSettled(held: Held): Held {
  return {
    type: 'RaceSettled',
    event_id: held['event_id'],
    race_id: held['race_id'],
    date: held['date'],
    card_event_id: held['card_event_id'],
    result_event_id: held['result_event_id'],
    settled_at: held['settled_at'],
  }
}

function fromRacecardFetched(held: Held): Held {
  return {
    type: 'RacecardFetched',
    event_id: held['event_id'],
    fetched_at: held['fetched_at'],
    source: held['source'],
    run_id: held['run_id'],
    content_hash: held['content_hash'],
    schema_version: held['schema_version'],
    race_id: held['race_id'],
    race: fromRacecardRace(held['race'] as Held),
  }
}

function writeRacecardRace(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 33)
  let kept = 0
  kept += writeText(tap, json['race_id'])
  kept += writeText(tap, json['course'])
  kept += writeText(tap, json['course_id'])
  kept += writeText(tap, json['date'])
  kept += writeText(tap, json['off_time'])
  kept += writeText(tap, json['off_dt'])
  kept += writeText(tap, json['race_name'])
  kept += writeText(tap, json['distance_round'])
  kept += writeText(tap, json['distance'])
  kept += writeText(tap, json['distance_f'])
  kept += writeText(tap, json['region'])
  kept += writeText(tap, json['pattern'])
  kept += writeText(tap, json['sex_restriction'])
  kept += writeText(tap, json['race_class'])
  kept += writeText(tap, json['type'])
  kept += writeText(tap, json['age_band'])
  kept += writeText(tap, json['rating_band'])
  kept += writeText(tap, json['prize'])
  kept += writeText(tap, json['field_size'])
  kept += writeText(tap, json['going_detailed'])
  kept += writeText(tap, json['rail_movements'])
  kept += writeText(tap, json['stalls'])
  kept += writeText(tap, json['weather'])
  kept += writeText(tap, json['going'])
  kept += writeText(tap, json['surface'])
  kept += writeText(tap, json['jumps'])
  kept += writeFlag(tap, json['big_race'])
  kept += writeFlag(tap, json['is_abandoned'])
  kept += writeText(tap, json['tip'])
  kept += writeText(tap, json['verdict'])
  kept += writeText(tap, json['betting_forecast'])
  kept += writeText(tap, json['race_status'])
  kept += writeList(tap, json['runners'], writeRacecardRunner)
  writeRest(tap, json, kept, fitsRacecardRace)
}

const fitsRacecardRace = {
  race_id: isText,
  course: isText,
  course_id: isText,
  date: isText,
  off_time: isText,
  off_dt: isText,
  race_name: isText,
  distance_round: isText,
  distance: isText,
  distance_f: isText,
  region: isText,
  pattern: isText,
  sex_restriction: isText,
  race_class: isText,
  type: isText,
  age_band: isText,
  rating_band: isText,
  prize: isText,
  field_size: isText,
  going_detailed: isText,
  rail_movements: isText,
  stalls: isText,
  weather: isText,
  going: isText,
  surface: isText,
  jumps: isText,
  big_race: isFlag,
  is_abandoned: isFlag,
  tip: isText,
  verdict: isText,
  betting_forecast: isText,
  race_status: isText,
  runners: isList,
}

function fromRacecardRace(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['race_id'] !== null) json['race_id'] = held['race_id']
  if (held['course'] !== null) json['course'] = held['course']
  if (held['course_id'] !== null) json['course_id'] = held['course_id']
  if (held['date'] !== null) json['date'] = held['date']
  if (held['off_time'] !== null) json['off_time'] = held['off_time']
  if (held['off_dt'] !== null) json['off_dt'] = held['off_dt']
  if (held['race_name'] !== null) json['race_name'] = held['race_name']
  if (held['distance_round'] !== null) json['distance_round'] = held['distance_round']
  if (held['distance'] !== null) json['distance'] = held['distance']
  if (held['distance_f'] !== null) json['distance_f'] = held['distance_f']
  if (held['region'] !== null) json['region'] = held['region']
  if (held['pattern'] !== null) json['pattern'] = held['pattern']
  if (held['sex_restriction'] !== null) json['sex_restriction'] = held['sex_restriction']
  if (held['race_class'] !== null) json['race_class'] = held['race_class']
  if (held['type'] !== null) json['type'] = held['type']
  if (held['age_band'] !== null) json['age_band'] = held['age_band']
  if (held['rating_band'] !== null) json['rating_band'] = held['rating_band']
  if (held['prize'] !== null) json['prize'] = held['prize']
  if (held['field_size'] !== null) json['field_size'] = held['field_size']
  if (held['going_detailed'] !== null) json['going_detailed'] = held['going_detailed']
  if (held['rail_movements'] !== null) json['rail_movements'] = held['rail_movements']
  if (held['stalls'] !== null) json['stalls'] = held['stalls']
  if (held['weather'] !== null) json['weather'] = held['weather']
  if (held['going'] !== null) json['going'] = held['going']
  if (held['surface'] !== null) json['surface'] = held['surface']
  if (held['jumps'] !== null) json['jumps'] = held['jumps']
  if (held['big_race'] !== null) json['big_race'] = held['big_race']
  if (held['is_abandoned'] !== null) json['is_abandoned'] = held['is_abandoned']
  if (held['tip'] !== null) json['tip'] = held['tip']
  if (held['verdict'] !== null) json['verdict'] = held['verdict']
  if (held['betting_forecast'] !== null) json['betting_forecast'] = held['betting_forecast']
  if (held['race_status'] !== null) json['race_status'] = held['race_status']
  if (held['runners'] !== null) json['runners'] = list(held['runners'], fromRacecardRunner)
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeRacecardRunner(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 49)
  let kept = 0
  kept += writeText(tap, json['horse_id'])
  kept += writeText(tap, json['horse'])
  kept += writeText(tap, json['dob'])
  kept += writeText(tap, json['age'])
  kept += writeText(tap, json['sex'])
  kept += writeText(tap, json['sex_code'])
  kept += writeText(tap, json['colour'])
  kept += writeText(tap, json['region'])
  kept += writeText(tap, json['breeder'])
  kept += writeText(tap, json['dam'])
  kept += writeText(tap, json['dam_id'])
  kept += writeText(tap, json['dam_region'])
  kept += writeText(tap, json['sire'])
  kept += writeText(tap, json['sire_id'])
  kept += writeText(tap, json['sire_region'])
  kept += writeText(tap, json['damsire'])
  kept += writeText(tap, json['damsire_id'])
  kept += writeText(tap, json['damsire_region'])
  kept += writeText(tap, json['trainer'])
  kept += writeText(tap, json['trainer_id'])
  kept += writeText(tap, json['trainer_location'])
  kept += writeObject(tap, json['trainer_14_days'], writeTrainerFortnight)
  kept += writeText(tap, json['owner'])
  kept += writeText(tap, json['owner_id'])
  kept += writeList(tap, json['prev_trainers'], writeFormerTrainer)
  kept += writeList(tap, json['prev_owners'], writeFormerOwner)
  kept += writeText(tap, json['comment'])
  kept += writeText(tap, json['spotlight'])
  kept += writeList(tap, json['quotes'], writeQuote)
  kept += writeList(tap, json['stable_tour'], writeStableTour)
  kept += writeList(tap, json['medical'], writeMedical)
  kept += writeText(tap, json['number'])
  kept += writeText(tap, json['draw'])
  kept += writeText(tap, json['headgear'])
  kept += writeText(tap, json['headgear_run'])
  kept += writeText(tap, json['wind_surgery'])
  kept += writeText(tap, json['wind_surgery_run'])
  kept += writeTexts(tap, json['past_results_flags'])
  kept += writeText(tap, json['lbs'])
  kept += writeText(tap, json['ofr'])
  kept += writeText(tap, json['rpr'])
  kept += writeText(tap, json['ts'])
  kept += writeText(tap, json['jockey'])
  kept += writeText(tap, json['jockey_id'])
  kept += writeText(tap, json['silk_url'])
  kept += writeText(tap, json['last_run'])
  kept += writeText(tap, json['form'])
  kept += writeText(tap, json['trainer_rtf'])
  kept += writeList(tap, json['odds'], writeOdds)
  writeRest(tap, json, kept, fitsRacecardRunner)
}

const fitsRacecardRunner = {
  horse_id: isText,
  horse: isText,
  dob: isText,
  age: isText,
  sex: isText,
  sex_code: isText,
  colour: isText,
  region: isText,
  breeder: isText,
  dam: isText,
  dam_id: isText,
  dam_region: isText,
  sire: isText,
  sire_id: isText,
  sire_region: isText,
  damsire: isText,
  damsire_id: isText,
  damsire_region: isText,
  trainer: isText,
  trainer_id: isText,
  trainer_location: isText,
  trainer_14_days: isObject,
  owner: isText,
  owner_id: isText,
  prev_trainers: isList,
  prev_owners: isList,
  comment: isText,
  spotlight: isText,
  quotes: isList,
  stable_tour: isList,
  medical: isList,
  number: isText,
  draw: isText,
  headgear: isText,
  headgear_run: isText,
  wind_surgery: isText,
  wind_surgery_run: isText,
  past_results_flags: isTexts,
  lbs: isText,
  ofr: isText,
  rpr: isText,
  ts: isText,
  jockey: isText,
  jockey_id: isText,
  silk_url: isText,
  last_run: isText,
  form: isText,
  trainer_rtf: isText,
  odds: isList,
}

function fromRacecardRunner(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['horse_id'] !== null) json['horse_id'] = held['horse_id']
  if (held['horse'] !== null) json['horse'] = held['horse']
  if (held['dob'] !== null) json['dob'] = held['dob']
  if (held['age'] !== null) json['age'] = held['age']
  if (held['sex'] !== null) json['sex'] = held['sex']
  if (held['sex_code'] !== null) json['sex_code'] = held['sex_code']
  if (held['colour'] !== null) json['colour'] = held['colour']
  if (held['region'] !== null) json['region'] = held['region']
  if (held['breeder'] !== null) json['breeder'] = held['breeder']
  if (held['dam'] !== null) json['dam'] = held['dam']
  if (held['dam_id'] !== null) json['dam_id'] = held['dam_id']
  if (held['dam_region'] !== null) json['dam_region'] = held['dam_region']
  if (held['sire'] !== null) json['sire'] = held['sire']
  if (held['sire_id'] !== null) json['sire_id'] = held['sire_id']
  if (held['sire_region'] !== null) json['sire_region'] = held['sire_region']
  if (held['damsire'] !== null) json['damsire'] = held['damsire']
  if (held['damsire_id'] !== null) json['damsire_id'] = held['damsire_id']
  if (held['damsire_region'] !== null) json['damsire_region'] = held['damsire_region']
  if (held['trainer'] !== null) json['trainer'] = held['trainer']
  if (held['trainer_id'] !== null) json['trainer_id'] = held['trainer_id']
  if (held['trainer_location'] !== null) json['trainer_location'] = held['trainer_location']
  if (held['trainer_14_days'] !== null) json['trainer_14_days'] = fromTrainerFortnight(held['trainer_14_days'] as Held)
  if (held['owner'] !== null) json['owner'] = held['owner']
  if (held['owner_id'] !== null) json['owner_id'] = held['owner_id']
  if (held['prev_trainers'] !== null) json['prev_trainers'] = list(held['prev_trainers'], fromFormerTrainer)
  if (held['prev_owners'] !== null) json['prev_owners'] = list(held['prev_owners'], fromFormerOwner)
  if (held['comment'] !== null) json['comment'] = held['comment']
  if (held['spotlight'] !== null) json['spotlight'] = held['spotlight']
  if (held['quotes'] !== null) json['quotes'] = list(held['quotes'], fromQuote)
  if (held['stable_tour'] !== null) json['stable_tour'] = list(held['stable_tour'], fromStableTour)
  if (held['medical'] !== null) json['medical'] = list(held['medical'], fromMedical)
  if (held['number'] !== null) json['number'] = held['number']
  if (held['draw'] !== null) json['draw'] = held['draw']
  if (held['headgear'] !== null) json['headgear'] = held['headgear']
  if (held['headgear_run'] !== null) json['headgear_run'] = held['headgear_run']
  if (held['wind_surgery'] !== null) json['wind_surgery'] = held['wind_surgery']
  if (held['wind_surgery_run'] !== null) json['wind_surgery_run'] = held['wind_surgery_run']
  if (held['past_results_flags'] !== null) json['past_results_flags'] = held['past_results_flags']
  if (held['lbs'] !== null) json['lbs'] = held['lbs']
  if (held['ofr'] !== null) json['ofr'] = held['ofr']
  if (held['rpr'] !== null) json['rpr'] = held['rpr']
  if (held['ts'] !== null) json['ts'] = held['ts']
  if (held['jockey'] !== null) json['jockey'] = held['jockey']
  if (held['jockey_id'] !== null) json['jockey_id'] = held['jockey_id']
  if (held['silk_url'] !== null) json['silk_url'] = held['silk_url']
  if (held['last_run'] !== null) json['last_run'] = held['last_run']
  if (held['form'] !== null) json['form'] = held['form']
  if (held['trainer_rtf'] !== null) json['trainer_rtf'] = held['trainer_rtf']
  if (held['odds'] !== null) json['odds'] = list(held['odds'], fromOdds)
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeTrainerFortnight(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 3)
  let kept = 0
  kept += writeText(tap, json['runs'])
  kept += writeText(tap, json['wins'])
  kept += writeText(tap, json['percent'])
  writeRest(tap, json, kept, fitsTrainerFortnight)
}

const fitsTrainerFortnight = {
  runs: isText,
  wins: isText,
  percent: isText,
}

function fromTrainerFortnight(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['runs'] !== null) json['runs'] = held['runs']
  if (held['wins'] !== null) json['wins'] = held['wins']
  if (held['percent'] !== null) json['percent'] = held['percent']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeFormerTrainer(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 3)
  let kept = 0
  kept += writeText(tap, json['trainer'])
  kept += writeText(tap, json['trainer_id'])
  kept += writeText(tap, json['change_date'])
  writeRest(tap, json, kept, fitsFormerTrainer)
}

const fitsFormerTrainer = {
  trainer: isText,
  trainer_id: isText,
  change_date: isText,
}

function fromFormerTrainer(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['trainer'] !== null) json['trainer'] = held['trainer']
  if (held['trainer_id'] !== null) json['trainer_id'] = held['trainer_id']
  if (held['change_date'] !== null) json['change_date'] = held['change_date']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeFormerOwner(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 3)
  let kept = 0
  kept += writeText(tap, json['owner'])
  kept += writeText(tap, json['owner_id'])
  kept += writeText(tap, json['change_date'])
  writeRest(tap, json, kept, fitsFormerOwner)
}

const fitsFormerOwner = {
  owner: isText,
  owner_id: isText,
  change_date: isText,
}

function fromFormerOwner(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['owner'] !== null) json['owner'] = held['owner']
  if (held['owner_id'] !== null) json['owner_id'] = held['owner_id']
  if (held['change_date'] !== null) json['change_date'] = held['change_date']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeQuote(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 10)
  let kept = 0
  kept += writeText(tap, json['date'])
  kept += writeText(tap, json['horse'])
  kept += writeText(tap, json['horse_id'])
  kept += writeText(tap, json['race'])
  kept += writeText(tap, json['race_id'])
  kept += writeText(tap, json['course'])
  kept += writeText(tap, json['course_id'])
  kept += writeText(tap, json['distance_f'])
  kept += writeText(tap, json['distance_y'])
  kept += writeText(tap, json['quote'])
  writeRest(tap, json, kept, fitsQuote)
}

const fitsQuote = {
  date: isText,
  horse: isText,
  horse_id: isText,
  race: isText,
  race_id: isText,
  course: isText,
  course_id: isText,
  distance_f: isText,
  distance_y: isText,
  quote: isText,
}

function fromQuote(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['date'] !== null) json['date'] = held['date']
  if (held['horse'] !== null) json['horse'] = held['horse']
  if (held['horse_id'] !== null) json['horse_id'] = held['horse_id']
  if (held['race'] !== null) json['race'] = held['race']
  if (held['race_id'] !== null) json['race_id'] = held['race_id']
  if (held['course'] !== null) json['course'] = held['course']
  if (held['course_id'] !== null) json['course_id'] = held['course_id']
  if (held['distance_f'] !== null) json['distance_f'] = held['distance_f']
  if (held['distance_y'] !== null) json['distance_y'] = held['distance_y']
  if (held['quote'] !== null) json['quote'] = held['quote']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeStableTour(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 3)
  let kept = 0
  kept += writeText(tap, json['horse'])
  kept += writeText(tap, json['horse_id'])
  kept += writeText(tap, json['quote'])
  writeRest(tap, json, kept, fitsStableTour)
}

const fitsStableTour = {
  horse: isText,
  horse_id: isText,
  quote: isText,
}

function fromStableTour(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['horse'] !== null) json['horse'] = held['horse']
  if (held['horse_id'] !== null) json['horse_id'] = held['horse_id']
  if (held['quote'] !== null) json['quote'] = held['quote']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeMedical(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 2)
  let kept = 0
  kept += writeText(tap, json['date'])
  kept += writeText(tap, json['type'])
  writeRest(tap, json, kept, fitsMedical)
}

const fitsMedical = {
  date: isText,
  type: isText,
}

function fromMedical(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['date'] !== null) json['date'] = held['date']
  if (held['type'] !== null) json['type'] = held['type']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeOdds(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 7)
  let kept = 0
  kept += writeText(tap, json['bookmaker'])
  kept += writeText(tap, json['fractional'])
  kept += writeText(tap, json['decimal'])
  kept += writeText(tap, json['ew_places'])
  kept += writeText(tap, json['ew_denom'])
  kept += writeText(tap, json['updated'])
  kept += writeList(tap, json['history'], writeOddsChange)
  writeRest(tap, json, kept, fitsOdds)
}

const fitsOdds = {
  bookmaker: isText,
  fractional: isText,
  decimal: isText,
  ew_places: isText,
  ew_denom: isText,
  updated: isText,
  history: isList,
}

function fromOdds(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['bookmaker'] !== null) json['bookmaker'] = held['bookmaker']
  if (held['fractional'] !== null) json['fractional'] = held['fractional']
  if (held['decimal'] !== null) json['decimal'] = held['decimal']
  if (held['ew_places'] !== null) json['ew_places'] = held['ew_places']
  if (held['ew_denom'] !== null) json['ew_denom'] = held['ew_denom']
  if (held['updated'] !== null) json['updated'] = held['updated']
  if (held['history'] !== null) json['history'] = list(held['history'], fromOddsChange)
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeOddsChange(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 3)
  let kept = 0
  kept += writeText(tap, json['changed_at'])
  kept += writeText(tap, json['fractional'])
  kept += writeText(tap, json['decimal'])
  writeRest(tap, json, kept, fitsOddsChange)
}

const fitsOddsChange = {
  changed_at: isText,
  fractional: isText,
  decimal: isText,
}

function fromOddsChange(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['changed_at'] !== null) json['changed_at'] = held['changed_at']
  if (held['fractional'] !== null) json['fractional'] = held['fractional']
  if (held['decimal'] !== null) json['decimal'] = held['decimal']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function fromReferenceFetched(held: Held): Held {
  return {
    type: 'ReferenceFetched',
    event_id: held['event_id'],
    fetched_at: held['fetched_at'],
    source: held['source'],
    run_id: held['run_id'],
    content_hash: held['content_hash'],
    schema_version: held['schema_version'],
    list: held['list'],
    items: list(held['items'], fromReferenceItem),
  }
}

function writeReferenceItem(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 11)
  let kept = 0
  kept += writeText(tap, json['id'])
  kept += writeText(tap, json['course'])
  kept += writeText(tap, json['region_code'])
  kept += writeText(tap, json['region'])
  kept += writeText(tap, json['bookmaker'])
  kept += writeText(tap, json['name'])
  kept += writeText(tap, json['code'])
  kept += writeText(tap, json['type'])
  kept += writeFlag(tap, json['is_active'])
  kept += writeText(tap, json['latitude'])
  kept += writeText(tap, json['longitude'])
  writeRest(tap, json, kept, fitsReferenceItem)
}

const fitsReferenceItem = {
  id: isText,
  course: isText,
  region_code: isText,
  region: isText,
  bookmaker: isText,
  name: isText,
  code: isText,
  type: isText,
  is_active: isFlag,
  latitude: isText,
  longitude: isText,
}

function fromReferenceItem(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['id'] !== null) json['id'] = held['id']
  if (held['course'] !== null) json['course'] = held['course']
  if (held['region_code'] !== null) json['region_code'] = held['region_code']
  if (held['region'] !== null) json['region'] = held['region']
  if (held['bookmaker'] !== null) json['bookmaker'] = held['bookmaker']
  if (held['name'] !== null) json['name'] = held['name']
  if (held['code'] !== null) json['code'] = held['code']
  if (held['type'] !== null) json['type'] = held['type']
  if (held['is_active'] !== null) json['is_active'] = held['is_active']
  if (held['latitude'] !== null) json['latitude'] = held['latitude']
  if (held['longitude'] !== null) json['longitude'] = held['longitude']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function fromResultFetched(held: Held): Held {
  return {
    type: 'ResultFetched',
    event_id: held['event_id'],
    fetched_at: held['fetched_at'],
    source: held['source'],
    run_id: held['run_id'],
    content_hash: held['content_hash'],
    schema_version: held['schema_version'],
    race_id: held['race_id'],
    endpoint: held['endpoint'],
    race: fromResultRace(held['race'] as Held),
  }
}

function writeResultRace(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 31)
  let kept = 0
  kept += writeText(tap, json['race_id'])
  kept += writeText(tap, json['date'])
  kept += writeText(tap, json['region'])
  kept += writeText(tap, json['course'])
  kept += writeText(tap, json['course_id'])
  kept += writeText(tap, json['off'])
  kept += writeText(tap, json['off_dt'])
  kept += writeText(tap, json['race_name'])
  kept += writeText(tap, json['type'])
  kept += writeText(tap, json['class'])
  kept += writeText(tap, json['pattern'])
  kept += writeText(tap, json['rating_band'])
  kept += writeText(tap, json['age_band'])
  kept += writeText(tap, json['sex_rest'])
  kept += writeText(tap, json['dist'])
  kept += writeText(tap, json['dist_y'])
  kept += writeText(tap, json['dist_m'])
  kept += writeText(tap, json['dist_f'])
  kept += writeText(tap, json['going'])
  kept += writeText(tap, json['surface'])
  kept += writeText(tap, json['jumps'])
  kept += writeText(tap, json['winning_time_detail'])
  kept += writeText(tap, json['comments'])
  kept += writeText(tap, json['non_runners'])
  kept += writeText(tap, json['tote_win'])
  kept += writeText(tap, json['tote_pl'])
  kept += writeText(tap, json['tote_ex'])
  kept += writeText(tap, json['tote_csf'])
  kept += writeText(tap, json['tote_tricast'])
  kept += writeText(tap, json['tote_trifecta'])
  kept += writeList(tap, json['runners'], writeResultRunner)
  writeRest(tap, json, kept, fitsResultRace)
}

const fitsResultRace = {
  race_id: isText,
  date: isText,
  region: isText,
  course: isText,
  course_id: isText,
  off: isText,
  off_dt: isText,
  race_name: isText,
  type: isText,
  class: isText,
  pattern: isText,
  rating_band: isText,
  age_band: isText,
  sex_rest: isText,
  dist: isText,
  dist_y: isText,
  dist_m: isText,
  dist_f: isText,
  going: isText,
  surface: isText,
  jumps: isText,
  winning_time_detail: isText,
  comments: isText,
  non_runners: isText,
  tote_win: isText,
  tote_pl: isText,
  tote_ex: isText,
  tote_csf: isText,
  tote_tricast: isText,
  tote_trifecta: isText,
  runners: isList,
}

function fromResultRace(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['race_id'] !== null) json['race_id'] = held['race_id']
  if (held['date'] !== null) json['date'] = held['date']
  if (held['region'] !== null) json['region'] = held['region']
  if (held['course'] !== null) json['course'] = held['course']
  if (held['course_id'] !== null) json['course_id'] = held['course_id']
  if (held['off'] !== null) json['off'] = held['off']
  if (held['off_dt'] !== null) json['off_dt'] = held['off_dt']
  if (held['race_name'] !== null) json['race_name'] = held['race_name']
  if (held['type'] !== null) json['type'] = held['type']
  if (held['class'] !== null) json['class'] = held['class']
  if (held['pattern'] !== null) json['pattern'] = held['pattern']
  if (held['rating_band'] !== null) json['rating_band'] = held['rating_band']
  if (held['age_band'] !== null) json['age_band'] = held['age_band']
  if (held['sex_rest'] !== null) json['sex_rest'] = held['sex_rest']
  if (held['dist'] !== null) json['dist'] = held['dist']
  if (held['dist_y'] !== null) json['dist_y'] = held['dist_y']
  if (held['dist_m'] !== null) json['dist_m'] = held['dist_m']
  if (held['dist_f'] !== null) json['dist_f'] = held['dist_f']
  if (held['going'] !== null) json['going'] = held['going']
  if (held['surface'] !== null) json['surface'] = held['surface']
  if (held['jumps'] !== null) json['jumps'] = held['jumps']
  if (held['winning_time_detail'] !== null) json['winning_time_detail'] = held['winning_time_detail']
  if (held['comments'] !== null) json['comments'] = held['comments']
  if (held['non_runners'] !== null) json['non_runners'] = held['non_runners']
  if (held['tote_win'] !== null) json['tote_win'] = held['tote_win']
  if (held['tote_pl'] !== null) json['tote_pl'] = held['tote_pl']
  if (held['tote_ex'] !== null) json['tote_ex'] = held['tote_ex']
  if (held['tote_csf'] !== null) json['tote_csf'] = held['tote_csf']
  if (held['tote_tricast'] !== null) json['tote_tricast'] = held['tote_tricast']
  if (held['tote_trifecta'] !== null) json['tote_trifecta'] = held['tote_trifecta']
  if (held['runners'] !== null) json['runners'] = list(held['runners'], fromResultRunner)
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function writeResultRunner(tap: Tap, json: unknown): void {
  if (!isObject(json)) return writeMisfit(tap, json, 35)
  let kept = 0
  kept += writeText(tap, json['horse_id'])
  kept += writeText(tap, json['horse'])
  kept += writeText(tap, json['sp'])
  kept += writeText(tap, json['sp_dec'])
  kept += writeText(tap, json['bsp'])
  kept += writeText(tap, json['number'])
  kept += writeText(tap, json['position'])
  kept += writeText(tap, json['draw'])
  kept += writeText(tap, json['btn'])
  kept += writeText(tap, json['ovr_btn'])
  kept += writeText(tap, json['age'])
  kept += writeText(tap, json['sex'])
  kept += writeText(tap, json['weight'])
  kept += writeText(tap, json['weight_lbs'])
  kept += writeText(tap, json['headgear'])
  kept += writeText(tap, json['time'])
  kept += writeText(tap, json['or'])
  kept += writeText(tap, json['rpr'])
  kept += writeText(tap, json['tsr'])
  kept += writeText(tap, json['prize'])
  kept += writeText(tap, json['jockey'])
  kept += writeText(tap, json['jockey_claim_lbs'])
  kept += writeText(tap, json['jockey_id'])
  kept += writeText(tap, json['trainer'])
  kept += writeText(tap, json['trainer_id'])
  kept += writeText(tap, json['owner'])
  kept += writeText(tap, json['owner_id'])
  kept += writeText(tap, json['sire'])
  kept += writeText(tap, json['sire_id'])
  kept += writeText(tap, json['dam'])
  kept += writeText(tap, json['dam_id'])
  kept += writeText(tap, json['damsire'])
  kept += writeText(tap, json['damsire_id'])
  kept += writeText(tap, json['comment'])
  kept += writeText(tap, json['silk_url'])
  writeRest(tap, json, kept, fitsResultRunner)
}

const fitsResultRunner = {
  horse_id: isText,
  horse: isText,
  sp: isText,
  sp_dec: isText,
  bsp: isText,
  number: isText,
  position: isText,
  draw: isText,
  btn: isText,
  ovr_btn: isText,
  age: isText,
  sex: isText,
  weight: isText,
  weight_lbs: isText,
  headgear: isText,
  time: isText,
  or: isText,
  rpr: isText,
  tsr: isText,
  prize: isText,
  jockey: isText,
  jockey_claim_lbs: isText,
  jockey_id: isText,
  trainer: isText,
  trainer_id: isText,
  owner: isText,
  owner_id: isText,
  sire: isText,
  sire_id: isText,
  dam: isText,
  dam_id: isText,
  damsire: isText,
  damsire_id: isText,
  comment: isText,
  silk_url: isText,
}

function fromResultRunner(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['horse_id'] !== null) json['horse_id'] = held['horse_id']
  if (held['horse'] !== null) json['horse'] = held['horse']
  if (held['sp'] !== null) json['sp'] = held['sp']
  if (held['sp_dec'] !== null) json['sp_dec'] = held['sp_dec']
  if (held['bsp'] !== null) json['bsp'] = held['bsp']
  if (held['number'] !== null) json['number'] = held['number']
  if (held['position'] !== null) json['position'] = held['position']
  if (held['draw'] !== null) json['draw'] = held['draw']
  if (held['btn'] !== null) json['btn'] = held['btn']
  if (held['ovr_btn'] !== null) json['ovr_btn'] = held['ovr_btn']
  if (held['age'] !== null) json['age'] = held['age']
  if (held['sex'] !== null) json['sex'] = held['sex']
  if (held['weight'] !== null) json['weight'] = held['weight']
  if (held['weight_lbs'] !== null) json['weight_lbs'] = held['weight_lbs']
  if (held['headgear'] !== null) json['headgear'] = held['headgear']
  if (held['time'] !== null) json['time'] = held['time']
  if (held['or'] !== null) json['or'] = held['or']
  if (held['rpr'] !== null) json['rpr'] = held['rpr']
  if (held['tsr'] !== null) json['tsr'] = held['tsr']
  if (held['prize'] !== null) json['prize'] = held['prize']
  if (held['jockey'] !== null) json['jockey'] = held['jockey']
  if (held['jockey_claim_lbs'] !== null) json['jockey_claim_lbs'] = held['jockey_claim_lbs']
  if (held['jockey_id'] !== null) json['jockey_id'] = held['jockey_id']
  if (held['trainer'] !== null) json['trainer'] = held['trainer']
  if (held['trainer_id'] !== null) json['trainer_id'] = held['trainer_id']
  if (held['owner'] !== null) json['owner'] = held['owner']
  if (held['owner_id'] !== null) json['owner_id'] = held['owner_id']
  if (held['sire'] !== null) json['sire'] = held['sire']
  if (held['sire_id'] !== null) json['sire_id'] = held['sire_id']
  if (held['dam'] !== null) json['dam'] = held['dam']
  if (held['dam_id'] !== null) json['dam_id'] = held['dam_id']
  if (held['damsire'] !== null) json['damsire'] = held['damsire']
  if (held['damsire_id'] !== null) json['damsire_id'] = held['damsire_id']
  if (held['comment'] !== null) json['comment'] = held['comment']
  if (held['silk_url'] !== null) json['silk_url'] = held['silk_url']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function fromUnitFetched(held: Held): Held {
  return {
    type: 'UnitFetched',
    event_id: held['event_id'],
    unit: held['unit'],
    kind: held['kind'],
    date: held['date'],
    horse_id: held['horse_id'],
    run_id: held['run_id'],
    outcome: held['outcome'],
    status: held['status'],
    calls: held['calls'],
    attempts: held['attempts'],
    message: held['message'],
    fetched_at: held['fetched_at'],
    regions: held['regions'],
    items: list(held['items'], fromFetchedItem),
  }
}

function fromFetchedItem(held: Held): unknown {
  return {
    topic: held['topic'],
    key: held['key'],
    content_hash: held['content_hash'],
    appended: held['appended'],
  }
}

/** By record that holds an object of the API: how it is written. */
export const writers: Readonly<Record<string, WriteObject>> = {
  HorseProfile: writeHorseProfile,
  RacecardRace: writeRacecardRace,
  RacecardRunner: writeRacecardRunner,
  TrainerFortnight: writeTrainerFortnight,
  FormerTrainer: writeFormerTrainer,
  FormerOwner: writeFormerOwner,
  Quote: writeQuote,
  StableTour: writeStableTour,
  Medical: writeMedical,
  Odds: writeOdds,
  OddsChange: writeOddsChange,
  ReferenceItem: writeReferenceItem,
  ResultRace: writeResultRace,
  ResultRunner: writeResultRunner,
}

/** By event: from what avsc has read. */
export const readers = {
  ControlMessage: fromControlMessage,
  DeadLetter: fromDeadLetter,
  HorseProfileFetched: fromHorseProfileFetched,
  RaceSettled: fromRaceSettled,
  RacecardFetched: fromRacecardFetched,
  ReferenceFetched: fromReferenceFetched,
  ResultFetched: fromResultFetched,
  UnitFetched: fromUnitFetched,
} as const
