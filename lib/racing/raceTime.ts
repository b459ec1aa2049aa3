import type { OnUnreadable } from './readings.js'
import type { Decimal } from './rows.js'
import { scaled, unscaled } from './numbers.js'
import { readText } from './text.js'

const clock = /^(?:(\d{1,3}):)?(\d{1,4})(\.\d{1,9})?$/
const spoken = /^(?:(\d{1,3})\s*m(?:in)?s?\s*)?(?:(\d{1,4})(\.\d{1,9})?\s*s(?:ecs?)?)?(?![a-z\d.])/i

function seconds(minutes: string | undefined, whole: string | undefined, fraction: string | undefined): Decimal | null {
  if (minutes !== undefined && Number(whole ?? '0') >= 60) return null
  const hundredths = BigInt(minutes ?? '0') * 6000n + scaled(`${whole ?? '0'}${fraction ?? ''}`, 2)
  return hundredths > 0n ? unscaled(hundredths, 2) : null
}

/** A runner's time in seconds with 2 decimals: `1:43.25` → `"103.25"`, `3:7.55` → `"187.55"`, `58.40` → `"58.40"`. Zero is no time. */
export function readRaceTime(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const text = readText(raw, field, on, 40)
  if (text === null) return null
  const parts = clock.exec(text)
  const time = parts === null ? null : seconds(parts[1], parts[2], parts[3])
  if (time === null) on?.(field, raw)
  return time
}

/** The winner's time out of a sentence: `1m 43.25s (slow by 5.55s)` → `"103.25"`, `58.95s` → `"58.95"`; else as a runner's time. */
export function readWinningTime(raw: unknown, field: string, on?: OnUnreadable): Decimal | null {
  const text = readText(raw, field, on)
  if (text === null) return null
  const parts = spoken.exec(text)
  const time = parts === null || parts[0] === '' ? null : seconds(parts[1], parts[2], parts[3])
  return time ?? readRaceTime(text.replace(/\s*\(.*$/s, ''), field, on)
}
