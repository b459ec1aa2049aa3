import { openGeneratedHistory } from './generated/generatedHistory.js'
import type { RacingSource } from './racingSource.js'
import { openRecordedDays, type RecordedDays } from './recorded/recordedDays.js'

/** The source the options ask for: recorded days, a generated history, or recorded days before generated ones. */
export function openSource(options: { days: string | null; generated: boolean; seed: number }): RacingSource {
  const generated = openGeneratedHistory(options.seed)
  if (options.days === null) return generated
  const recorded = openRecordedDays(options.days)
  return options.generated ? mixed(recorded, generated) : recorded
}

/** A day that was recorded, be it its cards or its results, is served from the record alone: two sources do not share a day. */
function mixed(recorded: RecordedDays, generated: RacingSource): RacingSource {
  const isRecorded = (date: string) => recorded.hasRacecards(date) || recorded.hasResults(date)
  const sourceOf = (date: string) => (isRecorded(date) ? recorded : generated)
  return {
    racecards: (date, at) => sourceOf(date).racecards(date, at),
    results: (date, at) => sourceOf(date).results(date, at),
    racecard: (raceId, at) =>
      recorded.racecard(raceId, at) ?? unlessRecorded(generated.racecard(raceId, at), isRecorded),
    result: (raceId, at) => recorded.result(raceId, at) ?? unlessRecorded(generated.result(raceId, at), isRecorded),
    horse: (horseId) => recorded.horse(horseId) ?? generated.horse(horseId),
    // The two have ids of their own, so a course of both is listed twice: every id of a race can be looked up.
    courses: () => [...recorded.courses(), ...generated.courses()],
  }
}

function unlessRecorded(race: ReturnType<RacingSource['result']>, isRecorded: (date: string) => boolean): typeof race {
  return race !== null && isRecorded(String(race['date'])) ? null : race
}
