// Written by scripts/generate.mjs from schemas/*.avsc: change those, then run `npm run generate`.

import { flagOrNull, isObject, list, listOrNull, objectOrNull, restOf, textOrNull, textsOrNull, withRest, type Held } from './apiJson.js'
import { jsonText } from './jsonText.js'

function toControlMessage(event: Held): Held {
  return event
}

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

function toDeadLetter(event: Held): Held {
  return event
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

function toHorseProfileFetched(event: Held): Held {
  return { ...event, horse: toHorseProfile(event['horse']) }
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

function toHorseProfile(json: unknown): Held {
  if (!isObject(json)) return { ...absentHorseProfile, extra: jsonText(json) }
  let kept = 0
  const _id = textOrNull(json['id'])
  if (_id !== null) kept += 1
  const _name = textOrNull(json['name'])
  if (_name !== null) kept += 1
  const _dob = textOrNull(json['dob'])
  if (_dob !== null) kept += 1
  const _sex = textOrNull(json['sex'])
  if (_sex !== null) kept += 1
  const _sex_code = textOrNull(json['sex_code'])
  if (_sex_code !== null) kept += 1
  const _colour = textOrNull(json['colour'])
  if (_colour !== null) kept += 1
  const _colour_code = textOrNull(json['colour_code'])
  if (_colour_code !== null) kept += 1
  const _breeder = textOrNull(json['breeder'])
  if (_breeder !== null) kept += 1
  const _sire = textOrNull(json['sire'])
  if (_sire !== null) kept += 1
  const _sire_id = textOrNull(json['sire_id'])
  if (_sire_id !== null) kept += 1
  const _dam = textOrNull(json['dam'])
  if (_dam !== null) kept += 1
  const _dam_id = textOrNull(json['dam_id'])
  if (_dam_id !== null) kept += 1
  const _damsire = textOrNull(json['damsire'])
  if (_damsire !== null) kept += 1
  const _damsire_id = textOrNull(json['damsire_id'])
  if (_damsire_id !== null) kept += 1
  const held = {
    id: _id,
    name: _name,
    dob: _dob,
    sex: _sex,
    sex_code: _sex_code,
    colour: _colour,
    colour_code: _colour_code,
    breeder: _breeder,
    sire: _sire,
    sire_id: _sire_id,
    dam: _dam,
    dam_id: _dam_id,
    damsire: _damsire,
    damsire_id: _damsire_id,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentHorseProfile: Held = {
  id: null,
  name: null,
  dob: null,
  sex: null,
  sex_code: null,
  colour: null,
  colour_code: null,
  breeder: null,
  sire: null,
  sire_id: null,
  dam: null,
  dam_id: null,
  damsire: null,
  damsire_id: null,
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

function toRaceSettled(event: Held): Held {
  return event
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

function toRacecardFetched(event: Held): Held {
  return { ...event, race: toRacecardRace(event['race']) }
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

function toRacecardRace(json: unknown): Held {
  if (!isObject(json)) return { ...absentRacecardRace, extra: jsonText(json) }
  let kept = 0
  const _race_id = textOrNull(json['race_id'])
  if (_race_id !== null) kept += 1
  const _course = textOrNull(json['course'])
  if (_course !== null) kept += 1
  const _course_id = textOrNull(json['course_id'])
  if (_course_id !== null) kept += 1
  const _date = textOrNull(json['date'])
  if (_date !== null) kept += 1
  const _off_time = textOrNull(json['off_time'])
  if (_off_time !== null) kept += 1
  const _off_dt = textOrNull(json['off_dt'])
  if (_off_dt !== null) kept += 1
  const _race_name = textOrNull(json['race_name'])
  if (_race_name !== null) kept += 1
  const _distance_round = textOrNull(json['distance_round'])
  if (_distance_round !== null) kept += 1
  const _distance = textOrNull(json['distance'])
  if (_distance !== null) kept += 1
  const _distance_f = textOrNull(json['distance_f'])
  if (_distance_f !== null) kept += 1
  const _region = textOrNull(json['region'])
  if (_region !== null) kept += 1
  const _pattern = textOrNull(json['pattern'])
  if (_pattern !== null) kept += 1
  const _sex_restriction = textOrNull(json['sex_restriction'])
  if (_sex_restriction !== null) kept += 1
  const _race_class = textOrNull(json['race_class'])
  if (_race_class !== null) kept += 1
  const _type = textOrNull(json['type'])
  if (_type !== null) kept += 1
  const _age_band = textOrNull(json['age_band'])
  if (_age_band !== null) kept += 1
  const _rating_band = textOrNull(json['rating_band'])
  if (_rating_band !== null) kept += 1
  const _prize = textOrNull(json['prize'])
  if (_prize !== null) kept += 1
  const _field_size = textOrNull(json['field_size'])
  if (_field_size !== null) kept += 1
  const _going_detailed = textOrNull(json['going_detailed'])
  if (_going_detailed !== null) kept += 1
  const _rail_movements = textOrNull(json['rail_movements'])
  if (_rail_movements !== null) kept += 1
  const _stalls = textOrNull(json['stalls'])
  if (_stalls !== null) kept += 1
  const _weather = textOrNull(json['weather'])
  if (_weather !== null) kept += 1
  const _going = textOrNull(json['going'])
  if (_going !== null) kept += 1
  const _surface = textOrNull(json['surface'])
  if (_surface !== null) kept += 1
  const _jumps = textOrNull(json['jumps'])
  if (_jumps !== null) kept += 1
  const _big_race = flagOrNull(json['big_race'])
  if (_big_race !== null) kept += 1
  const _is_abandoned = flagOrNull(json['is_abandoned'])
  if (_is_abandoned !== null) kept += 1
  const _tip = textOrNull(json['tip'])
  if (_tip !== null) kept += 1
  const _verdict = textOrNull(json['verdict'])
  if (_verdict !== null) kept += 1
  const _betting_forecast = textOrNull(json['betting_forecast'])
  if (_betting_forecast !== null) kept += 1
  const _race_status = textOrNull(json['race_status'])
  if (_race_status !== null) kept += 1
  const _runners = listOrNull(json['runners'], toRacecardRunner)
  if (_runners !== null) kept += 1
  const held = {
    race_id: _race_id,
    course: _course,
    course_id: _course_id,
    date: _date,
    off_time: _off_time,
    off_dt: _off_dt,
    race_name: _race_name,
    distance_round: _distance_round,
    distance: _distance,
    distance_f: _distance_f,
    region: _region,
    pattern: _pattern,
    sex_restriction: _sex_restriction,
    race_class: _race_class,
    type: _type,
    age_band: _age_band,
    rating_band: _rating_band,
    prize: _prize,
    field_size: _field_size,
    going_detailed: _going_detailed,
    rail_movements: _rail_movements,
    stalls: _stalls,
    weather: _weather,
    going: _going,
    surface: _surface,
    jumps: _jumps,
    big_race: _big_race,
    is_abandoned: _is_abandoned,
    tip: _tip,
    verdict: _verdict,
    betting_forecast: _betting_forecast,
    race_status: _race_status,
    runners: _runners,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentRacecardRace: Held = {
  race_id: null,
  course: null,
  course_id: null,
  date: null,
  off_time: null,
  off_dt: null,
  race_name: null,
  distance_round: null,
  distance: null,
  distance_f: null,
  region: null,
  pattern: null,
  sex_restriction: null,
  race_class: null,
  type: null,
  age_band: null,
  rating_band: null,
  prize: null,
  field_size: null,
  going_detailed: null,
  rail_movements: null,
  stalls: null,
  weather: null,
  going: null,
  surface: null,
  jumps: null,
  big_race: null,
  is_abandoned: null,
  tip: null,
  verdict: null,
  betting_forecast: null,
  race_status: null,
  runners: null,
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

function toRacecardRunner(json: unknown): Held {
  if (!isObject(json)) return { ...absentRacecardRunner, extra: jsonText(json) }
  let kept = 0
  const _horse_id = textOrNull(json['horse_id'])
  if (_horse_id !== null) kept += 1
  const _horse = textOrNull(json['horse'])
  if (_horse !== null) kept += 1
  const _dob = textOrNull(json['dob'])
  if (_dob !== null) kept += 1
  const _age = textOrNull(json['age'])
  if (_age !== null) kept += 1
  const _sex = textOrNull(json['sex'])
  if (_sex !== null) kept += 1
  const _sex_code = textOrNull(json['sex_code'])
  if (_sex_code !== null) kept += 1
  const _colour = textOrNull(json['colour'])
  if (_colour !== null) kept += 1
  const _region = textOrNull(json['region'])
  if (_region !== null) kept += 1
  const _breeder = textOrNull(json['breeder'])
  if (_breeder !== null) kept += 1
  const _dam = textOrNull(json['dam'])
  if (_dam !== null) kept += 1
  const _dam_id = textOrNull(json['dam_id'])
  if (_dam_id !== null) kept += 1
  const _dam_region = textOrNull(json['dam_region'])
  if (_dam_region !== null) kept += 1
  const _sire = textOrNull(json['sire'])
  if (_sire !== null) kept += 1
  const _sire_id = textOrNull(json['sire_id'])
  if (_sire_id !== null) kept += 1
  const _sire_region = textOrNull(json['sire_region'])
  if (_sire_region !== null) kept += 1
  const _damsire = textOrNull(json['damsire'])
  if (_damsire !== null) kept += 1
  const _damsire_id = textOrNull(json['damsire_id'])
  if (_damsire_id !== null) kept += 1
  const _damsire_region = textOrNull(json['damsire_region'])
  if (_damsire_region !== null) kept += 1
  const _trainer = textOrNull(json['trainer'])
  if (_trainer !== null) kept += 1
  const _trainer_id = textOrNull(json['trainer_id'])
  if (_trainer_id !== null) kept += 1
  const _trainer_location = textOrNull(json['trainer_location'])
  if (_trainer_location !== null) kept += 1
  const _trainer_14_days = objectOrNull(json['trainer_14_days'], toTrainerFortnight)
  if (_trainer_14_days !== null) kept += 1
  const _owner = textOrNull(json['owner'])
  if (_owner !== null) kept += 1
  const _owner_id = textOrNull(json['owner_id'])
  if (_owner_id !== null) kept += 1
  const _prev_trainers = listOrNull(json['prev_trainers'], toFormerTrainer)
  if (_prev_trainers !== null) kept += 1
  const _prev_owners = listOrNull(json['prev_owners'], toFormerOwner)
  if (_prev_owners !== null) kept += 1
  const _comment = textOrNull(json['comment'])
  if (_comment !== null) kept += 1
  const _spotlight = textOrNull(json['spotlight'])
  if (_spotlight !== null) kept += 1
  const _quotes = listOrNull(json['quotes'], toQuote)
  if (_quotes !== null) kept += 1
  const _stable_tour = listOrNull(json['stable_tour'], toStableTour)
  if (_stable_tour !== null) kept += 1
  const _medical = listOrNull(json['medical'], toMedical)
  if (_medical !== null) kept += 1
  const _number = textOrNull(json['number'])
  if (_number !== null) kept += 1
  const _draw = textOrNull(json['draw'])
  if (_draw !== null) kept += 1
  const _headgear = textOrNull(json['headgear'])
  if (_headgear !== null) kept += 1
  const _headgear_run = textOrNull(json['headgear_run'])
  if (_headgear_run !== null) kept += 1
  const _wind_surgery = textOrNull(json['wind_surgery'])
  if (_wind_surgery !== null) kept += 1
  const _wind_surgery_run = textOrNull(json['wind_surgery_run'])
  if (_wind_surgery_run !== null) kept += 1
  const _past_results_flags = textsOrNull(json['past_results_flags'])
  if (_past_results_flags !== null) kept += 1
  const _lbs = textOrNull(json['lbs'])
  if (_lbs !== null) kept += 1
  const _ofr = textOrNull(json['ofr'])
  if (_ofr !== null) kept += 1
  const _rpr = textOrNull(json['rpr'])
  if (_rpr !== null) kept += 1
  const _ts = textOrNull(json['ts'])
  if (_ts !== null) kept += 1
  const _jockey = textOrNull(json['jockey'])
  if (_jockey !== null) kept += 1
  const _jockey_id = textOrNull(json['jockey_id'])
  if (_jockey_id !== null) kept += 1
  const _silk_url = textOrNull(json['silk_url'])
  if (_silk_url !== null) kept += 1
  const _last_run = textOrNull(json['last_run'])
  if (_last_run !== null) kept += 1
  const _form = textOrNull(json['form'])
  if (_form !== null) kept += 1
  const _trainer_rtf = textOrNull(json['trainer_rtf'])
  if (_trainer_rtf !== null) kept += 1
  const _odds = listOrNull(json['odds'], toOdds)
  if (_odds !== null) kept += 1
  const held = {
    horse_id: _horse_id,
    horse: _horse,
    dob: _dob,
    age: _age,
    sex: _sex,
    sex_code: _sex_code,
    colour: _colour,
    region: _region,
    breeder: _breeder,
    dam: _dam,
    dam_id: _dam_id,
    dam_region: _dam_region,
    sire: _sire,
    sire_id: _sire_id,
    sire_region: _sire_region,
    damsire: _damsire,
    damsire_id: _damsire_id,
    damsire_region: _damsire_region,
    trainer: _trainer,
    trainer_id: _trainer_id,
    trainer_location: _trainer_location,
    trainer_14_days: _trainer_14_days,
    owner: _owner,
    owner_id: _owner_id,
    prev_trainers: _prev_trainers,
    prev_owners: _prev_owners,
    comment: _comment,
    spotlight: _spotlight,
    quotes: _quotes,
    stable_tour: _stable_tour,
    medical: _medical,
    number: _number,
    draw: _draw,
    headgear: _headgear,
    headgear_run: _headgear_run,
    wind_surgery: _wind_surgery,
    wind_surgery_run: _wind_surgery_run,
    past_results_flags: _past_results_flags,
    lbs: _lbs,
    ofr: _ofr,
    rpr: _rpr,
    ts: _ts,
    jockey: _jockey,
    jockey_id: _jockey_id,
    silk_url: _silk_url,
    last_run: _last_run,
    form: _form,
    trainer_rtf: _trainer_rtf,
    odds: _odds,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentRacecardRunner: Held = {
  horse_id: null,
  horse: null,
  dob: null,
  age: null,
  sex: null,
  sex_code: null,
  colour: null,
  region: null,
  breeder: null,
  dam: null,
  dam_id: null,
  dam_region: null,
  sire: null,
  sire_id: null,
  sire_region: null,
  damsire: null,
  damsire_id: null,
  damsire_region: null,
  trainer: null,
  trainer_id: null,
  trainer_location: null,
  trainer_14_days: null,
  owner: null,
  owner_id: null,
  prev_trainers: null,
  prev_owners: null,
  comment: null,
  spotlight: null,
  quotes: null,
  stable_tour: null,
  medical: null,
  number: null,
  draw: null,
  headgear: null,
  headgear_run: null,
  wind_surgery: null,
  wind_surgery_run: null,
  past_results_flags: null,
  lbs: null,
  ofr: null,
  rpr: null,
  ts: null,
  jockey: null,
  jockey_id: null,
  silk_url: null,
  last_run: null,
  form: null,
  trainer_rtf: null,
  odds: null,
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

function toTrainerFortnight(json: unknown): Held {
  if (!isObject(json)) return { ...absentTrainerFortnight, extra: jsonText(json) }
  let kept = 0
  const _runs = textOrNull(json['runs'])
  if (_runs !== null) kept += 1
  const _wins = textOrNull(json['wins'])
  if (_wins !== null) kept += 1
  const _percent = textOrNull(json['percent'])
  if (_percent !== null) kept += 1
  const held = {
    runs: _runs,
    wins: _wins,
    percent: _percent,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentTrainerFortnight: Held = {
  runs: null,
  wins: null,
  percent: null,
}

function fromTrainerFortnight(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['runs'] !== null) json['runs'] = held['runs']
  if (held['wins'] !== null) json['wins'] = held['wins']
  if (held['percent'] !== null) json['percent'] = held['percent']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toFormerTrainer(json: unknown): Held {
  if (!isObject(json)) return { ...absentFormerTrainer, extra: jsonText(json) }
  let kept = 0
  const _trainer = textOrNull(json['trainer'])
  if (_trainer !== null) kept += 1
  const _trainer_id = textOrNull(json['trainer_id'])
  if (_trainer_id !== null) kept += 1
  const _change_date = textOrNull(json['change_date'])
  if (_change_date !== null) kept += 1
  const held = {
    trainer: _trainer,
    trainer_id: _trainer_id,
    change_date: _change_date,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentFormerTrainer: Held = {
  trainer: null,
  trainer_id: null,
  change_date: null,
}

function fromFormerTrainer(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['trainer'] !== null) json['trainer'] = held['trainer']
  if (held['trainer_id'] !== null) json['trainer_id'] = held['trainer_id']
  if (held['change_date'] !== null) json['change_date'] = held['change_date']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toFormerOwner(json: unknown): Held {
  if (!isObject(json)) return { ...absentFormerOwner, extra: jsonText(json) }
  let kept = 0
  const _owner = textOrNull(json['owner'])
  if (_owner !== null) kept += 1
  const _owner_id = textOrNull(json['owner_id'])
  if (_owner_id !== null) kept += 1
  const _change_date = textOrNull(json['change_date'])
  if (_change_date !== null) kept += 1
  const held = {
    owner: _owner,
    owner_id: _owner_id,
    change_date: _change_date,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentFormerOwner: Held = {
  owner: null,
  owner_id: null,
  change_date: null,
}

function fromFormerOwner(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['owner'] !== null) json['owner'] = held['owner']
  if (held['owner_id'] !== null) json['owner_id'] = held['owner_id']
  if (held['change_date'] !== null) json['change_date'] = held['change_date']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toQuote(json: unknown): Held {
  if (!isObject(json)) return { ...absentQuote, extra: jsonText(json) }
  let kept = 0
  const _date = textOrNull(json['date'])
  if (_date !== null) kept += 1
  const _horse = textOrNull(json['horse'])
  if (_horse !== null) kept += 1
  const _horse_id = textOrNull(json['horse_id'])
  if (_horse_id !== null) kept += 1
  const _race = textOrNull(json['race'])
  if (_race !== null) kept += 1
  const _race_id = textOrNull(json['race_id'])
  if (_race_id !== null) kept += 1
  const _course = textOrNull(json['course'])
  if (_course !== null) kept += 1
  const _course_id = textOrNull(json['course_id'])
  if (_course_id !== null) kept += 1
  const _distance_f = textOrNull(json['distance_f'])
  if (_distance_f !== null) kept += 1
  const _distance_y = textOrNull(json['distance_y'])
  if (_distance_y !== null) kept += 1
  const _quote = textOrNull(json['quote'])
  if (_quote !== null) kept += 1
  const held = {
    date: _date,
    horse: _horse,
    horse_id: _horse_id,
    race: _race,
    race_id: _race_id,
    course: _course,
    course_id: _course_id,
    distance_f: _distance_f,
    distance_y: _distance_y,
    quote: _quote,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentQuote: Held = {
  date: null,
  horse: null,
  horse_id: null,
  race: null,
  race_id: null,
  course: null,
  course_id: null,
  distance_f: null,
  distance_y: null,
  quote: null,
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

function toStableTour(json: unknown): Held {
  if (!isObject(json)) return { ...absentStableTour, extra: jsonText(json) }
  let kept = 0
  const _horse = textOrNull(json['horse'])
  if (_horse !== null) kept += 1
  const _horse_id = textOrNull(json['horse_id'])
  if (_horse_id !== null) kept += 1
  const _quote = textOrNull(json['quote'])
  if (_quote !== null) kept += 1
  const held = {
    horse: _horse,
    horse_id: _horse_id,
    quote: _quote,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentStableTour: Held = {
  horse: null,
  horse_id: null,
  quote: null,
}

function fromStableTour(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['horse'] !== null) json['horse'] = held['horse']
  if (held['horse_id'] !== null) json['horse_id'] = held['horse_id']
  if (held['quote'] !== null) json['quote'] = held['quote']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toMedical(json: unknown): Held {
  if (!isObject(json)) return { ...absentMedical, extra: jsonText(json) }
  let kept = 0
  const _date = textOrNull(json['date'])
  if (_date !== null) kept += 1
  const _type = textOrNull(json['type'])
  if (_type !== null) kept += 1
  const held = {
    date: _date,
    type: _type,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentMedical: Held = {
  date: null,
  type: null,
}

function fromMedical(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['date'] !== null) json['date'] = held['date']
  if (held['type'] !== null) json['type'] = held['type']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toOdds(json: unknown): Held {
  if (!isObject(json)) return { ...absentOdds, extra: jsonText(json) }
  let kept = 0
  const _bookmaker = textOrNull(json['bookmaker'])
  if (_bookmaker !== null) kept += 1
  const _fractional = textOrNull(json['fractional'])
  if (_fractional !== null) kept += 1
  const _decimal = textOrNull(json['decimal'])
  if (_decimal !== null) kept += 1
  const _ew_places = textOrNull(json['ew_places'])
  if (_ew_places !== null) kept += 1
  const _ew_denom = textOrNull(json['ew_denom'])
  if (_ew_denom !== null) kept += 1
  const _updated = textOrNull(json['updated'])
  if (_updated !== null) kept += 1
  const _history = listOrNull(json['history'], toOddsChange)
  if (_history !== null) kept += 1
  const held = {
    bookmaker: _bookmaker,
    fractional: _fractional,
    decimal: _decimal,
    ew_places: _ew_places,
    ew_denom: _ew_denom,
    updated: _updated,
    history: _history,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentOdds: Held = {
  bookmaker: null,
  fractional: null,
  decimal: null,
  ew_places: null,
  ew_denom: null,
  updated: null,
  history: null,
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

function toOddsChange(json: unknown): Held {
  if (!isObject(json)) return { ...absentOddsChange, extra: jsonText(json) }
  let kept = 0
  const _changed_at = textOrNull(json['changed_at'])
  if (_changed_at !== null) kept += 1
  const _fractional = textOrNull(json['fractional'])
  if (_fractional !== null) kept += 1
  const _decimal = textOrNull(json['decimal'])
  if (_decimal !== null) kept += 1
  const held = {
    changed_at: _changed_at,
    fractional: _fractional,
    decimal: _decimal,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentOddsChange: Held = {
  changed_at: null,
  fractional: null,
  decimal: null,
}

function fromOddsChange(held: Held): unknown {
  const json: Record<string, unknown> = {}
  if (held['changed_at'] !== null) json['changed_at'] = held['changed_at']
  if (held['fractional'] !== null) json['fractional'] = held['fractional']
  if (held['decimal'] !== null) json['decimal'] = held['decimal']
  const extra = held['extra']
  return typeof extra === 'string' ? withRest(json, extra) : json
}

function toReferenceFetched(event: Held): Held {
  return { ...event, items: listOrNull(event['items'], toReferenceItem) }
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

function toReferenceItem(json: unknown): Held {
  if (!isObject(json)) return { ...absentReferenceItem, extra: jsonText(json) }
  let kept = 0
  const _id = textOrNull(json['id'])
  if (_id !== null) kept += 1
  const _course = textOrNull(json['course'])
  if (_course !== null) kept += 1
  const _region_code = textOrNull(json['region_code'])
  if (_region_code !== null) kept += 1
  const _region = textOrNull(json['region'])
  if (_region !== null) kept += 1
  const _bookmaker = textOrNull(json['bookmaker'])
  if (_bookmaker !== null) kept += 1
  const _name = textOrNull(json['name'])
  if (_name !== null) kept += 1
  const _code = textOrNull(json['code'])
  if (_code !== null) kept += 1
  const _type = textOrNull(json['type'])
  if (_type !== null) kept += 1
  const _is_active = flagOrNull(json['is_active'])
  if (_is_active !== null) kept += 1
  const _latitude = textOrNull(json['latitude'])
  if (_latitude !== null) kept += 1
  const _longitude = textOrNull(json['longitude'])
  if (_longitude !== null) kept += 1
  const held = {
    id: _id,
    course: _course,
    region_code: _region_code,
    region: _region,
    bookmaker: _bookmaker,
    name: _name,
    code: _code,
    type: _type,
    is_active: _is_active,
    latitude: _latitude,
    longitude: _longitude,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentReferenceItem: Held = {
  id: null,
  course: null,
  region_code: null,
  region: null,
  bookmaker: null,
  name: null,
  code: null,
  type: null,
  is_active: null,
  latitude: null,
  longitude: null,
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

function toResultFetched(event: Held): Held {
  return { ...event, race: toResultRace(event['race']) }
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

function toResultRace(json: unknown): Held {
  if (!isObject(json)) return { ...absentResultRace, extra: jsonText(json) }
  let kept = 0
  const _race_id = textOrNull(json['race_id'])
  if (_race_id !== null) kept += 1
  const _date = textOrNull(json['date'])
  if (_date !== null) kept += 1
  const _region = textOrNull(json['region'])
  if (_region !== null) kept += 1
  const _course = textOrNull(json['course'])
  if (_course !== null) kept += 1
  const _course_id = textOrNull(json['course_id'])
  if (_course_id !== null) kept += 1
  const _off = textOrNull(json['off'])
  if (_off !== null) kept += 1
  const _off_dt = textOrNull(json['off_dt'])
  if (_off_dt !== null) kept += 1
  const _race_name = textOrNull(json['race_name'])
  if (_race_name !== null) kept += 1
  const _type = textOrNull(json['type'])
  if (_type !== null) kept += 1
  const _class = textOrNull(json['class'])
  if (_class !== null) kept += 1
  const _pattern = textOrNull(json['pattern'])
  if (_pattern !== null) kept += 1
  const _rating_band = textOrNull(json['rating_band'])
  if (_rating_band !== null) kept += 1
  const _age_band = textOrNull(json['age_band'])
  if (_age_band !== null) kept += 1
  const _sex_rest = textOrNull(json['sex_rest'])
  if (_sex_rest !== null) kept += 1
  const _dist = textOrNull(json['dist'])
  if (_dist !== null) kept += 1
  const _dist_y = textOrNull(json['dist_y'])
  if (_dist_y !== null) kept += 1
  const _dist_m = textOrNull(json['dist_m'])
  if (_dist_m !== null) kept += 1
  const _dist_f = textOrNull(json['dist_f'])
  if (_dist_f !== null) kept += 1
  const _going = textOrNull(json['going'])
  if (_going !== null) kept += 1
  const _surface = textOrNull(json['surface'])
  if (_surface !== null) kept += 1
  const _jumps = textOrNull(json['jumps'])
  if (_jumps !== null) kept += 1
  const _winning_time_detail = textOrNull(json['winning_time_detail'])
  if (_winning_time_detail !== null) kept += 1
  const _comments = textOrNull(json['comments'])
  if (_comments !== null) kept += 1
  const _non_runners = textOrNull(json['non_runners'])
  if (_non_runners !== null) kept += 1
  const _tote_win = textOrNull(json['tote_win'])
  if (_tote_win !== null) kept += 1
  const _tote_pl = textOrNull(json['tote_pl'])
  if (_tote_pl !== null) kept += 1
  const _tote_ex = textOrNull(json['tote_ex'])
  if (_tote_ex !== null) kept += 1
  const _tote_csf = textOrNull(json['tote_csf'])
  if (_tote_csf !== null) kept += 1
  const _tote_tricast = textOrNull(json['tote_tricast'])
  if (_tote_tricast !== null) kept += 1
  const _tote_trifecta = textOrNull(json['tote_trifecta'])
  if (_tote_trifecta !== null) kept += 1
  const _runners = listOrNull(json['runners'], toResultRunner)
  if (_runners !== null) kept += 1
  const held = {
    race_id: _race_id,
    date: _date,
    region: _region,
    course: _course,
    course_id: _course_id,
    off: _off,
    off_dt: _off_dt,
    race_name: _race_name,
    type: _type,
    class: _class,
    pattern: _pattern,
    rating_band: _rating_band,
    age_band: _age_band,
    sex_rest: _sex_rest,
    dist: _dist,
    dist_y: _dist_y,
    dist_m: _dist_m,
    dist_f: _dist_f,
    going: _going,
    surface: _surface,
    jumps: _jumps,
    winning_time_detail: _winning_time_detail,
    comments: _comments,
    non_runners: _non_runners,
    tote_win: _tote_win,
    tote_pl: _tote_pl,
    tote_ex: _tote_ex,
    tote_csf: _tote_csf,
    tote_tricast: _tote_tricast,
    tote_trifecta: _tote_trifecta,
    runners: _runners,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentResultRace: Held = {
  race_id: null,
  date: null,
  region: null,
  course: null,
  course_id: null,
  off: null,
  off_dt: null,
  race_name: null,
  type: null,
  class: null,
  pattern: null,
  rating_band: null,
  age_band: null,
  sex_rest: null,
  dist: null,
  dist_y: null,
  dist_m: null,
  dist_f: null,
  going: null,
  surface: null,
  jumps: null,
  winning_time_detail: null,
  comments: null,
  non_runners: null,
  tote_win: null,
  tote_pl: null,
  tote_ex: null,
  tote_csf: null,
  tote_tricast: null,
  tote_trifecta: null,
  runners: null,
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

function toResultRunner(json: unknown): Held {
  if (!isObject(json)) return { ...absentResultRunner, extra: jsonText(json) }
  let kept = 0
  const _horse_id = textOrNull(json['horse_id'])
  if (_horse_id !== null) kept += 1
  const _horse = textOrNull(json['horse'])
  if (_horse !== null) kept += 1
  const _sp = textOrNull(json['sp'])
  if (_sp !== null) kept += 1
  const _sp_dec = textOrNull(json['sp_dec'])
  if (_sp_dec !== null) kept += 1
  const _bsp = textOrNull(json['bsp'])
  if (_bsp !== null) kept += 1
  const _number = textOrNull(json['number'])
  if (_number !== null) kept += 1
  const _position = textOrNull(json['position'])
  if (_position !== null) kept += 1
  const _draw = textOrNull(json['draw'])
  if (_draw !== null) kept += 1
  const _btn = textOrNull(json['btn'])
  if (_btn !== null) kept += 1
  const _ovr_btn = textOrNull(json['ovr_btn'])
  if (_ovr_btn !== null) kept += 1
  const _age = textOrNull(json['age'])
  if (_age !== null) kept += 1
  const _sex = textOrNull(json['sex'])
  if (_sex !== null) kept += 1
  const _weight = textOrNull(json['weight'])
  if (_weight !== null) kept += 1
  const _weight_lbs = textOrNull(json['weight_lbs'])
  if (_weight_lbs !== null) kept += 1
  const _headgear = textOrNull(json['headgear'])
  if (_headgear !== null) kept += 1
  const _time = textOrNull(json['time'])
  if (_time !== null) kept += 1
  const _or = textOrNull(json['or'])
  if (_or !== null) kept += 1
  const _rpr = textOrNull(json['rpr'])
  if (_rpr !== null) kept += 1
  const _tsr = textOrNull(json['tsr'])
  if (_tsr !== null) kept += 1
  const _prize = textOrNull(json['prize'])
  if (_prize !== null) kept += 1
  const _jockey = textOrNull(json['jockey'])
  if (_jockey !== null) kept += 1
  const _jockey_claim_lbs = textOrNull(json['jockey_claim_lbs'])
  if (_jockey_claim_lbs !== null) kept += 1
  const _jockey_id = textOrNull(json['jockey_id'])
  if (_jockey_id !== null) kept += 1
  const _trainer = textOrNull(json['trainer'])
  if (_trainer !== null) kept += 1
  const _trainer_id = textOrNull(json['trainer_id'])
  if (_trainer_id !== null) kept += 1
  const _owner = textOrNull(json['owner'])
  if (_owner !== null) kept += 1
  const _owner_id = textOrNull(json['owner_id'])
  if (_owner_id !== null) kept += 1
  const _sire = textOrNull(json['sire'])
  if (_sire !== null) kept += 1
  const _sire_id = textOrNull(json['sire_id'])
  if (_sire_id !== null) kept += 1
  const _dam = textOrNull(json['dam'])
  if (_dam !== null) kept += 1
  const _dam_id = textOrNull(json['dam_id'])
  if (_dam_id !== null) kept += 1
  const _damsire = textOrNull(json['damsire'])
  if (_damsire !== null) kept += 1
  const _damsire_id = textOrNull(json['damsire_id'])
  if (_damsire_id !== null) kept += 1
  const _comment = textOrNull(json['comment'])
  if (_comment !== null) kept += 1
  const _silk_url = textOrNull(json['silk_url'])
  if (_silk_url !== null) kept += 1
  const held = {
    horse_id: _horse_id,
    horse: _horse,
    sp: _sp,
    sp_dec: _sp_dec,
    bsp: _bsp,
    number: _number,
    position: _position,
    draw: _draw,
    btn: _btn,
    ovr_btn: _ovr_btn,
    age: _age,
    sex: _sex,
    weight: _weight,
    weight_lbs: _weight_lbs,
    headgear: _headgear,
    time: _time,
    or: _or,
    rpr: _rpr,
    tsr: _tsr,
    prize: _prize,
    jockey: _jockey,
    jockey_claim_lbs: _jockey_claim_lbs,
    jockey_id: _jockey_id,
    trainer: _trainer,
    trainer_id: _trainer_id,
    owner: _owner,
    owner_id: _owner_id,
    sire: _sire,
    sire_id: _sire_id,
    dam: _dam,
    dam_id: _dam_id,
    damsire: _damsire,
    damsire_id: _damsire_id,
    comment: _comment,
    silk_url: _silk_url,
    extra: null as string | null,
  }
  if (kept !== Object.keys(json).length) held.extra = restOf(json, held)
  return held
}

const absentResultRunner: Held = {
  horse_id: null,
  horse: null,
  sp: null,
  sp_dec: null,
  bsp: null,
  number: null,
  position: null,
  draw: null,
  btn: null,
  ovr_btn: null,
  age: null,
  sex: null,
  weight: null,
  weight_lbs: null,
  headgear: null,
  time: null,
  or: null,
  rpr: null,
  tsr: null,
  prize: null,
  jockey: null,
  jockey_claim_lbs: null,
  jockey_id: null,
  trainer: null,
  trainer_id: null,
  owner: null,
  owner_id: null,
  sire: null,
  sire_id: null,
  dam: null,
  dam_id: null,
  damsire: null,
  damsire_id: null,
  comment: null,
  silk_url: null,
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

function toUnitFetched(event: Held): Held {
  return event
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

/** Per event: to what avsc writes, and from what avsc has read. */
export const conversions = {
  ControlMessage: { toAvro: toControlMessage, fromAvro: fromControlMessage },
  DeadLetter: { toAvro: toDeadLetter, fromAvro: fromDeadLetter },
  HorseProfileFetched: { toAvro: toHorseProfileFetched, fromAvro: fromHorseProfileFetched },
  RaceSettled: { toAvro: toRaceSettled, fromAvro: fromRaceSettled },
  RacecardFetched: { toAvro: toRacecardFetched, fromAvro: fromRacecardFetched },
  ReferenceFetched: { toAvro: toReferenceFetched, fromAvro: fromReferenceFetched },
  ResultFetched: { toAvro: toResultFetched, fromAvro: fromResultFetched },
  UnitFetched: { toAvro: toUnitFetched, fromAvro: fromUnitFetched },
} as const
