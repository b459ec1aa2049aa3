import { isCalendarDate } from './calendar.js'
import type { OnUnreadable } from './readings.js'
import type { DateText, Millis, TimeText } from './rows.js'
import { readText } from './text.js'

const hour = 3_600_000
const minute = 60_000
const iso = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i
const bare = /^(\d{1,2})[:.](\d{2})$/

/** The Sunday on or after a day, as an instant at 01:00 UTC, when British clocks change. */
function sundayFrom(year: number, month: number, day: number): Millis {
  const first = Date.UTC(year, month, day, 1)
  return first + ((7 - new Date(first).getUTCDay()) % 7) * 24 * hour
}

const summers = new Map<number, readonly [from: Millis, to: Millis]>()

/** Summer time of a year: last Sunday of March to last Sunday of October; 1981–89 Sunday from 23 October, 1990–95 from 22 October. */
function summerOf(year: number): readonly [from: Millis, to: Millis] {
  let summer = summers.get(year)
  if (summer === undefined) {
    const end = year >= 1996 ? 25 : year >= 1990 ? 22 : 23
    summer = [sundayFrom(year, 2, 25), sundayFrom(year, 9, end)]
    summers.set(year, summer)
  }
  return summer
}

/** Minutes that London is ahead of UTC at an instant: 0 or 60. Rules of tzdata's GB-Eire since 1981, the years results exist for. */
export function londonOffset(at: Millis): 0 | 60 {
  const [from, to] = summerOf(new Date(at).getUTCFullYear())
  return at >= from && at < to ? 60 : 0
}

function utcOf(date: DateText, minutes: number): Millis {
  return Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10))) + minutes * minute
}

/** The instant at which London's clocks show so many minutes after midnight of a date; of an hour shown twice, the second. */
export function londonInstant(date: DateText, minutes: number): Millis {
  const asUtc = utcOf(date, minutes)
  return asUtc - londonOffset(asUtc) * minute
}

/** London's date and time of day at an instant. */
export function londonClock(at: Millis): { date: DateText; time: TimeText } {
  const text = new Date(at + londonOffset(at) * minute).toISOString()
  return { date: text.slice(0, 10), time: text.slice(11, 19) }
}

/** Noon in London: the stand-in for a race whose off time nobody tells. */
export function londonNoon(date: DateText): Millis {
  return londonInstant(date, 720)
}

/**
 * An ISO time as an instant: `2025-10-07T20:30:00+01:00`. Without an offset it is London's time.
 * Impossible times, offsets beyond 14 hours and years outside 1750–2100 are unreadable.
 */
export function readOffDt(raw: unknown, field: string, on?: OnUnreadable): Millis | null {
  const text = readText(raw, field, on, 60)
  if (text === null) return null
  const parts = iso.exec(text)
  const at = parts === null ? null : instantOf(parts)
  if (at === null) on?.(field, raw)
  return at
}

function instantOf(parts: RegExpExecArray): Millis | null {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])]
  const [hours, minutes, seconds] = [Number(parts[4]), Number(parts[5]), Number(parts[6] ?? 0)]
  if (!isCalendarDate(year, month, day) || hours > 23 || minutes > 59 || seconds > 59) return null
  const after = seconds * 1000 + Number((parts[7] ?? '').padEnd(3, '0').slice(0, 3))
  const date = `${parts[1]}-${parts[2]}-${parts[3]}`
  const zone = parts[8]
  if (zone === undefined) return londonInstant(date, hours * 60 + minutes) + after
  const offset = zone.length === 1 ? 0 : Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  if (offset > 14 * 60 || (zone.length > 1 && Number(zone.slice(-2)) > 59)) return null
  return utcOf(date, hours * 60 + minutes) + after - (zone.startsWith('-') ? -offset : offset) * minute
}

/**
 * A bare off time on a date: 12-hour Europe/London time between 10:00 and 21:59, so `8:30` is 20:30, `10:15` is 10:15
 * and `12:05` is 12:05. A 24-hour time in that window (`14:05`) is itself; anything else is unreadable.
 */
export function readBareOff(raw: unknown, date: DateText, field: string, on?: OnUnreadable): Millis | null {
  const text = readText(raw, field, on, 40)
  if (text === null) return null
  const parts = bare.exec(text)
  const printed = parts === null ? -1 : Number(parts[1])
  const hours = printed >= 1 && printed <= 9 ? printed + 12 : printed
  const minutes = parts === null ? 60 : Number(parts[2])
  if (hours >= 10 && hours <= 21 && minutes <= 59) return londonInstant(date, hours * 60 + minutes)
  on?.(field, raw)
  return null
}
