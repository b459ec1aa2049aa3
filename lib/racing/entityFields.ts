/**
 * The fields of races that `readEntities` looks at: its caller need not read the others, which are most of a
 * racecard. Those that a result has not are asked for all the same: it may come to have them.
 */

const race = { race_id: true, date: true, region: true, course_id: true, course: true } as const
const runner = {
  horse_id: true,
  horse: true,
  sex: true,
  sex_code: true,
  sire: true,
  sire_id: true,
  sire_region: true,
  dam: true,
  dam_id: true,
  dam_region: true,
  damsire: true,
  damsire_id: true,
  damsire_region: true,
  jockey: true,
  jockey_id: true,
  trainer: true,
  trainer_id: true,
  owner: true,
  owner_id: true,
} as const

/** Of a racecard. */
export const cardFields = {
  ...race,
  runners: {
    ...runner,
    dob: true,
    colour: true,
    region: true,
    breeder: true,
    trainer_location: true,
    odds: { bookmaker: true },
  },
} as const

/** Of a result. */
export const resultFields = { ...race, runners: runner } as const
