import { expect, test } from 'vitest'
import { isTraceparent, passedOn, traceparentOf } from './traceContext.js'

const good = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'

test('a traceparent is passed on as it came, one of a later version too', () => {
  const later = `01${good.slice(2)}-what comes`
  for (const traceparent of [good, later]) expect(passedOn({ traceparent, ce_id: 'x' })).toEqual({ traceparent })
})

test.each([
  ['nothing', ''],
  ['upper case', good.toUpperCase()],
  ['version ff', `ff${good.slice(2)}`],
  ['no trace', good.replace('4bf92f3577b34da6a3ce929d0e0e4736', '0'.repeat(32))],
  ['no parent', good.replace('00f067aa0ba902b7', '0'.repeat(16))],
  ['more than version 00 has', `${good}-more`],
  ['a line more', `${good}\n`],
  ['too long', `01${good.slice(2)}-${'x'.repeat(1000)}`],
  ['short', '00-ab-cd-01'],
])('what is none is not passed on: %s', (_what, traceparent) => {
  expect(passedOn({ traceparent })).toEqual({})
})

test('one that is made is valid, and the same for the same name', () => {
  const made = traceparentOf('run', 'a')
  expect(isTraceparent(made)).toBe(true)
  expect(traceparentOf('run', 'a')).toBe(made)
  expect(traceparentOf('run', 'b').slice(3, 35)).not.toBe(made.slice(3, 35))
})
