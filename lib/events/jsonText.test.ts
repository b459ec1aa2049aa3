import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonText } from './jsonText.js'

test('JSON.parse gives back what was written, infinities and minus zero included', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      expect(JSON.parse(jsonText(value))).toEqual(value)
    }),
  )
  const numbers: unknown = JSON.parse('[-0, 0, 1e999, -1e999, 1.7976931348623157e308, 5e-324, 12345678901234567890]')
  expect(JSON.parse(jsonText(numbers))).toStrictEqual(numbers)
  expect(jsonText([-0, 1e999])).toBe('[-0,1e999]')
})

test('it is the text of JSON.stringify where that loses nothing, with sorted keys', () => {
  const value = { __proto__x: true, a: 'q"\u2028\ud800', b: [1, { c: null }, [], {}], gone: undefined }
  expect(jsonText(value)).toBe(JSON.stringify(value))
  expect(jsonText({ b: { d: 1, c: 2 }, a: [{ f: 1, e: 2 }] })).toBe('{"a":[{"e":2,"f":1}],"b":{"c":2,"d":1}}')
})

test('the text does not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      expect(jsonText(Object.fromEntries(Object.entries(object).reverse()))).toBe(jsonText(object))
    }),
  )
})

test('texts are quoted as JSON.stringify quotes them', () => {
  const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 120,
  })
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes)
      expect(jsonText({ [text]: text })).toBe(JSON.stringify({ [text]: text }))
    }),
    { numRuns: 2_000 },
  )
})

test('nesting is not limited by the call stack', () => {
  const depth = 200_000
  const text = '['.repeat(depth) + ']'.repeat(depth)
  expect(jsonText(JSON.parse(text)) === text).toBe(true)
})
