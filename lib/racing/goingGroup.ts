export type GoingGroup = 'firm' | 'good' | 'soft' | 'heavy'

const groups: ReadonlyMap<string, GoingGroup> = new Map([
  ['hard', 'firm'],
  ['firm', 'firm'],
  ['good to firm', 'firm'],
  ['good', 'good'],
  ['good to yielding', 'good'],
  ['good to soft', 'good'],
  ['yielding', 'soft'],
  ['yielding to soft', 'soft'],
  ['soft', 'soft'],
  ['very soft', 'soft'],
  ['soft to heavy', 'heavy'],
  ['heavy', 'heavy'],
  ['holding', 'heavy'],
])
const allWeather: ReadonlySet<string> = new Set(['standard', 'standard to slow', 'standard to fast', 'slow', 'fast'])

/** The group of a going by its text alone, in any case; null for all-weather goings, unknown texts and none. */
export function goingGroup(going: string | null): GoingGroup | null {
  return going === null ? null : (groups.get(going.toLowerCase()) ?? null)
}

/** Whether a going is in the table of docs/domain.md, section 4; the audit counts those that are not. */
export function isKnownGoing(going: string): boolean {
  const key = going.toLowerCase()
  return groups.has(key) || allWeather.has(key)
}

/** All-weather: the surface alone decides. */
export function isAllWeather(surface: string | null): boolean {
  return surface?.toUpperCase() === 'AW'
}

/** A jump race: Chase, Hurdle or NH Flat. */
export function isJumpRace(type: string | null): boolean {
  return type === 'Chase' || type === 'Hurdle' || type === 'NH Flat'
}
