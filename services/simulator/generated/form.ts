import { hash, uniform } from './chance.js'
import { birthYear } from './horses.js'
import type { PlannedRace } from './weekPlan.js'

/** A run before a race: when, and its figure (`1`–`9`, `0` beyond, a letter for those that did not finish). */
export interface PastRun {
  readonly day: number
  readonly figure: string
}

/** What a card says of a runner's past. */
export interface PrintedForm {
  readonly form: string
  readonly lastRun: string
}

/** The figure of a finish, as form lines have it. */
export function figureOf(position: number | null, code: string | null): string {
  if (position !== null) return position > 9 ? '0' : String(position)
  return code === 'UR'
    ? 'U'
    : code === 'BD'
      ? 'B'
      : code === 'SU'
        ? 'S'
        : code === 'F'
          ? 'F'
          : code === 'DSQ'
            ? 'D'
            : code === 'PU'
              ? 'P'
              : 'R'
}

/**
 * Form and days since the last run. Runs of the past weeks are the horse's own (newest last); what lies before is drawn, so that a card needs
 * no history of years: figures of last season before a `-`, none for a horse in its first weeks.
 */
export function printForm(
  seed: number,
  race: PlannedRace,
  horse: number,
  rated: boolean,
  recent: readonly PastRun[],
): PrintedForm {
  const own = recent.map((run) => run.figure).join('')
  const newest = recent.at(-1)
  const age = race.year - birthYear(horse)
  const veteran = rated && age > (race.type === 'Flat' ? 2 : 4)
  const older = veteran ? drawn(seed, horse, race.year, Math.max(0, 5 - own.length)) : ''
  const form = older === '' ? own : `${older}-${own}`
  if (newest !== undefined) return { form, lastRun: String(race.day - newest.day) }
  return { form, lastRun: veteran ? String(62 + (hash(seed, 161, horse, race.year) % 190)) : '' }
}

function drawn(seed: number, horse: number, year: number, length: number): string {
  let figures = ''
  for (let i = 0; i < length; i++)
    figures += '1223344556677889900P'[Math.floor(uniform(seed, 162, horse, year * 8 + i) * 20)] ?? '0'
  return figures
}
