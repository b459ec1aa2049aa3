import { asObject } from './apiObject.js'
import { readDate } from './calendar.js'
import { readColour } from './colour.js'
import type { HorseFact } from './entityFacts.js'
import { readHorseName, readRegion } from './horseName.js'
import type { OnUnreadable } from './readings.js'
import { readSex } from './sex.js'
import { readId, readLabel } from './text.js'

/** A horse profile, read: the horse, and where its parents were bred. */
export interface ProfileReading {
  readonly horse: HorseFact
  readonly sireRegion: string | null
  readonly damRegion: string | null
  readonly damsireRegion: string | null
}

/**
 * Reads a profile of `/horses/{id}/pro` or `/standard`. Never throws; unreadable values are told under `profile.FIELD`.
 * Null when the profile is no object or has no id: it says nothing about any horse (a dead letter).
 */
export function readProfile(raw: unknown, on?: OnUnreadable): ProfileReading | null {
  const profile = asObject(raw)
  const id = profile === null ? null : readId(profile.id, 'profile.id', on)
  if (profile === null || id === null) return null
  const name = readHorseName(profile.name, 'profile.name', on)
  const sex = readSex(profile.sex, profile.sex_code, 'profile.', on)
  const sire = readHorseName(profile.sire, 'profile.sire', on)
  const dam = readHorseName(profile.dam, 'profile.dam', on)
  const damsire = readHorseName(profile.damsire, 'profile.damsire', on)
  return {
    horse: {
      horse_id: id,
      name: name.name,
      dob: readDate(profile.dob, 'profile.dob', on),
      sex: sex.sex,
      sex_code: sex.code,
      colour: readColour(profile.colour, 'profile.colour', on),
      colour_code: readLabel(profile.colour_code, 'profile.colour_code', on),
      region: readRegion(profile.region, 'profile.region', on) ?? name.bred,
      breeder: readLabel(profile.breeder, 'profile.breeder', on),
      sire_id: readId(profile.sire_id, 'profile.sire_id', on),
      sire: sire.name,
      dam_id: readId(profile.dam_id, 'profile.dam_id', on),
      dam: dam.name,
      damsire_id: readId(profile.damsire_id, 'profile.damsire_id', on),
      damsire: damsire.name,
    },
    sireRegion: sire.bred,
    damRegion: dam.bred,
    damsireRegion: damsire.bred,
  }
}
