import type { JsonObject } from '../racingSource.js'

/** What the recorded days say of a horse: the newest card's runner, the newest result's, or both. */
export interface SeenRunner {
  readonly card?: JsonObject
  readonly result?: JsonObject
}

const colourCodes: Readonly<Record<string, string>> = {
  'b/br': 'BB',
  'gr/ro': 'RG',
  'ch/gr': 'CG',
  'gr/b': 'BG',
  'b/gr': 'BG',
}
const sexWords: Readonly<Record<string, string>> = {
  G: 'gelding',
  M: 'mare',
  F: 'filly',
  C: 'colt',
  H: 'horse',
  R: 'rig',
}

/**
 * A profile as `/v1/horses/{id}/pro` would give it, put together from a recorded runner.
 * A card knows everything but the colour code (derived from the colour); a result alone knows no birth date, colour or breeder.
 */
export function profileFromRunner(seen: SeenRunner): JsonObject {
  const card = seen.card ?? {}
  const source = seen.card ?? seen.result ?? {}
  const read = (key: string) => (typeof source[key] === 'string' ? source[key] : '')
  const colour = read('colour').toLowerCase()
  const sexCode = read('sex_code') || (seen.card === undefined ? read('sex') : '')
  const named = (key: string) => {
    const region = typeof card[`${key}_region`] === 'string' ? (card[`${key}_region`] as string) : ''
    return withSuffix(read(key), region)
  }
  return {
    id: read('horse_id'),
    breeder: read('breeder'),
    colour,
    colour_code: colourCodes[colour] ?? colour.toUpperCase(),
    dam: named('dam'),
    dam_id: read('dam_id'),
    damsire: named('damsire'),
    damsire_id: read('damsire_id'),
    dob: read('dob'),
    name: withSuffix(read('horse'), read('region')),
    sex: sexWords[sexCode] ?? (seen.card === undefined ? '' : read('sex')),
    sex_code: sexCode,
    sire: named('sire'),
    sire_id: read('sire_id'),
  }
}

function withSuffix(name: string, region: string): string {
  return name === '' || region === '' || /\([A-Z]{2,3}\)$/.test(name) ? name : `${name} (${region})`
}
