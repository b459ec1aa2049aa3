import { asObject, type ApiObject } from './apiObject.js'
import type { OnUnreadable } from './readings.js'
import { readId } from './text.js'

/** The entries of a race that can be stored, with how many cannot. */
export interface RunnerList<Runner> {
  readonly runners: Runner[]
  readonly skipped: number
}

/**
 * Reads each entry of `runners` that has a horse_id. Where a horse_id comes twice the entry listed first counts: the order
 * of the list is part of the event, so every reader of it decides alike. `runners` that is no list gives none.
 */
export function readRunners<Runner>(
  raw: unknown,
  field: string,
  read: (runner: ApiObject, horseId: string) => Runner,
  on?: OnUnreadable,
): RunnerList<Runner> {
  const runners: Runner[] = []
  if (!Array.isArray(raw)) {
    if (raw !== undefined && raw !== null) on?.(field, raw)
    return { runners, skipped: 0 }
  }
  const seen = new Set<string>()
  for (const entry of raw as readonly unknown[]) {
    const runner = asObject(entry)
    const horseId = runner === null ? null : readId(runner.horse_id, `${field}.horse_id`, on)
    if (runner === null || horseId === null || seen.has(horseId)) continue
    seen.add(horseId)
    runners.push(read(runner, horseId))
  }
  return { runners, skipped: raw.length - runners.length }
}
