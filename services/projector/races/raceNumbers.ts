import type { RaceRow } from '../../../lib/racing/rows.js'

type Place = Pick<RaceRow, 'race_id' | 'course_id' | 'date' | 'off_dt'>

/**
 * The number of each race among the given ones of its meeting: rank by off time, equal times equal numbers. Nearly always the number
 * it keeps, because a day's races come together; numberRaces.sql sets right what was not. Races at no known course are left out.
 */
export function numbersOf(races: readonly Place[]): ReadonlyMap<string, number> {
  const meetings = new Map<string, Place[]>()
  for (const race of races) {
    if (race.course_id === null) continue
    const meeting = `${race.date}\n${race.course_id}`
    const found = meetings.get(meeting)
    if (found === undefined) meetings.set(meeting, [race])
    else found.push(race)
  }
  const numbers = new Map<string, number>()
  for (const meeting of meetings.values()) {
    meeting.sort((a, b) => a.off_dt - b.off_dt)
    let rank = 1
    for (const [i, race] of meeting.entries()) {
      if (race.off_dt !== meeting[i - 1]?.off_dt) rank = i + 1
      numbers.set(race.race_id, rank)
    }
  }
  return numbers
}
