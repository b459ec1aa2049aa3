/**
 * The fields of races that statistics are made of: what slimState.ts keeps, under the API's names. The others, which are most of a
 * racecard, are not read out of an event. Those that a result has not are asked for all the same: it may come to have them.
 */

const race = {
  race_id: true,
  date: true,
  region: true,
  course_id: true,
  off_dt: true,
  type: true,
  surface: true,
  going: true,
  is_abandoned: true,
} as const
const runner = {
  horse_id: true,
  jockey: true,
  jockey_id: true,
  trainer_id: true,
  owner_id: true,
  sire_id: true,
  dam_id: true,
  damsire_id: true,
} as const

/** Of a racecard. */
export const cardFields = {
  ...race,
  off_time: true,
  race_class: true,
  distance_f: true,
  distance: true,
  distance_round: true,
  runners: runner,
} as const

/** Of a result. */
export const resultFields = {
  ...race,
  off: true,
  class: true,
  dist_f: true,
  dist: true,
  dist_y: true,
  dist_m: true,
  runners: { ...runner, position: true, sp: true, sp_dec: true, time: true, prize: true },
} as const
