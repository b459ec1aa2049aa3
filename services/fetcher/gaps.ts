/** What is missing and can be fetched: the holes of the audit that fetching may close, by the unit that would. */
import { fetchableChecks, findHoles, type AuditPools, type AuditRange } from '../../lib/audit/checks.js'
import { firstRacecards } from './range.js'
import { unitOfName } from './unit.js'

export interface Gap {
  /** The unit to fetch. */
  readonly unit: string
  readonly date: string | null
  /** Why it is missing. */
  readonly why: string
  /** Races of that day that lack something; 0 where the day itself does. */
  readonly races: number
}

/** Units whose fetching may close each kind of hole; none for what other means repair. */
function unitsFor(check: string, key: string, date: string | null): string[] {
  if (check === 'day not covered' || check === 'unit failed') return unitOfName(key) === null ? [] : [key]
  if (date === null) return []
  if (check === 'card without result') return [`results:${date}`]
  if (check === 'race without runners')
    return [`results:${date}`, ...(date >= firstRacecards ? [`racecards:${date}`] : [])]
  return []
}

/** The gaps within a range of race dates (null: everything that was asked for), the newest days first. */
export async function findGaps(pools: AuditPools, range: AuditRange, now: Date): Promise<Gap[]> {
  const gaps = new Map<string, Gap>()
  for (const { check, key, date, detail } of await findHoles(pools, range, now, fetchableChecks)) {
    const isRace = check !== 'day not covered' && check !== 'unit failed'
    for (const unit of unitsFor(check, key, date)) {
      const known = gaps.get(unit)
      const races = (known?.races ?? 0) + (isRace ? 1 : 0)
      // A day that is missing as a whole needs no list of its races.
      const why = known === undefined || !isRace ? (isRace ? `${check}: ${detail}` : detail) : known.why
      gaps.set(unit, { unit, date, why, races })
    }
  }
  return [...gaps.values()].sort(
    (a, b) => (b.date ?? '').localeCompare(a.date ?? '') || a.unit.localeCompare(b.unit, 'en'),
  )
}
