/** A JSON object as the API sends it: values are mostly strings, numbers included. */
export type JsonObject = Readonly<Record<string, unknown>>

/** What a list needs to know of a race to filter and count it, before the race itself is made. */
export interface ListedRace {
  readonly raceId: string
  readonly courseId: string
  /** As in the race: `GB`, `IRE`. */
  readonly region: string
  /** `Flat`, `Chase`, `Hurdle`, `NH Flat`. */
  readonly type: string
  readonly going: string
  /** `Class 4`, or empty. */
  readonly raceClass: string
  readonly ageBand: string
  readonly sexRestriction: string
  /** Null where the source does not say. */
  readonly distanceYards: number | null
  /** The whole race, in the shape of the endpoint that lists it. */
  read(): JsonObject
  /** The same as JSON text, where the source has it: it is sent as it is. */
  json?(): Buffer
}

/** An element of `/v1/courses`. */
export interface CourseEntry {
  readonly id: string
  readonly course: string
  readonly region_code: string
  readonly region: string
}

/**
 * Where the simulator's racing comes from: recorded days, a generated history, or both.
 * Every answer is a function of the arguments alone; `at` is the simulated instant of the request,
 * so a card before its day, on its day and a week later can differ, and the same question always gives the same bytes.
 */
export interface RacingSource {
  /** Racecards of a date (`YYYY-MM-DD`) in serving order; empty when there are none (yet). */
  racecards(date: string, at: Date): readonly ListedRace[]
  /** Results of a date in serving order, those known at `at`. */
  results(date: string, at: Date): readonly ListedRace[]
  racecard(raceId: string, at: Date): JsonObject | null
  result(raceId: string, at: Date): JsonObject | null
  /** The profile as in `/v1/horses/{id}/pro`; null for a horse nobody knows. */
  horse(horseId: string): JsonObject | null
  courses(): readonly CourseEntry[]
}
