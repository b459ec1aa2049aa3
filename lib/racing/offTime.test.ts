import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { londonClock, londonInstant, londonNoon, londonOffset, readBareOff, readOffDt } from './offTime.js'

const at = (text: string) => Date.parse(text)

describe('readOffDt', () => {
  test.each([
    ['2025-10-07T20:30:00+01:00', '2025-10-07T19:30:00Z'],
    ['2025-03-26T14:15:00+00:00', '2025-03-26T14:15:00Z'],
    ['2025-03-26T14:15:00Z', '2025-03-26T14:15:00Z'],
    ['2025-03-26T14:15:30.250Z', '2025-03-26T14:15:30.250Z'],
    ['2025-07-01T14:15', '2025-07-01T13:15:00Z'],
    ['2025-01-01 14:15:00', '2025-01-01T14:15:00Z'],
    ['2025-07-01T14:15:00-0500', '2025-07-01T19:15:00Z'],
  ])('%s is %s', (raw, instant) => {
    expect(readOffDt(raw, 'off_dt')).toBe(at(instant))
  })

  test.each([
    '9999-12-31T12:00:00Z',
    '2025-02-30T12:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T12:60:00Z',
    '2025-01-01T12:00:00+15:00',
    '14:15',
    'soon',
  ])('%s is unreadable', (raw) => {
    const told: string[] = []
    expect(readOffDt(raw, 'off_dt', (field) => told.push(field))).toBeNull()
    expect(told).toEqual(['off_dt'])
  })
})

test.each([
  ['8:30', '2025-10-07', '2025-10-07T19:30:00Z'],
  ['10:00', '2025-01-07', '2025-01-07T10:00:00Z'],
  ['11:55', '2025-07-07', '2025-07-07T10:55:00Z'],
  ['12:05', '2025-01-07', '2025-01-07T12:05:00Z'],
  ['1:00', '2025-01-07', '2025-01-07T13:00:00Z'],
  ['9:59', '2025-01-07', '2025-01-07T21:59:00Z'],
  ['09:15', '2025-01-07', '2025-01-07T21:15:00Z'],
  ['14:05', '2025-01-07', '2025-01-07T14:05:00Z'],
  ['2.15', '2025-01-07', '2025-01-07T14:15:00Z'],
])('a bare %s on %s is %s: 12-hour London time between 10:00 and 21:59', (raw, date, instant) => {
  expect(readBareOff(raw, date, 'off')).toBe(at(instant))
})

test.each(['22:00', '0:30', '23:15', '8:75', 'noon'])('a bare %s is outside the window: unreadable', (raw) => {
  expect(readBareOff(raw, '2025-01-07', 'off')).toBeNull()
})

test('neither: 12:00 London on the date', () => {
  expect(londonNoon('2025-07-01')).toBe(at('2025-07-01T11:00:00Z'))
  expect(londonNoon('2025-12-01')).toBe(at('2025-12-01T12:00:00Z'))
})

test('London’s clocks agree with the time zone database at every hour around each change, 1988 to 2040', () => {
  const zone = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' })
  for (let year = 1988; year <= 2040; year++)
    for (const month of [2, 3, 8, 9, 10])
      for (let hour = 0; hour < 31 * 24; hour += 1) {
        const instant = Date.UTC(year, month, 1, hour)
        if (new Date(instant).getUTCDate() < 20) continue
        const shown = Number(zone.format(instant))
        const expected = (new Date(instant).getUTCHours() + londonOffset(instant) / 60) % 24
        if (shown !== expected)
          expect.fail(`${new Date(instant).toISOString()}: London shows ${shown}, not ${expected}`)
      }
})

test('an instant of London’s clock shows that clock', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1988-01-01'), max: new Date('2099-01-01'), noInvalidDate: true }),
      fc.integer({ min: 600, max: 1319 }),
      (day, minutes) => {
        const date = day.toISOString().slice(0, 10)
        const clock = londonClock(londonInstant(date, minutes))
        expect(clock).toEqual({ date, time: `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:00` })
      },
    ),
  )
})
