import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonicalJson.js'
import { contentHash, eventId } from './contentHash.js'

const text = (value: unknown) => Buffer.from(canonicalJson(value)).toString('utf8')

test('canonical text does not depend on the order of keys, and tells different content apart', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
      const reversed = Object.fromEntries(Object.entries(object).reverse())
      expect(text(reversed)).toBe(text(object))
      expect(contentHash(reversed)).toBe(contentHash(object))
    }),
  )
  const different = [{}, { a: null }, { a: '1' }, { a: 1 }, { a: [1] }, { a: -0 }, { a: 0 }, { a: Infinity }, [], null]
  expect(new Set(different.map(contentHash)).size).toBe(different.length)
})

test('hashes and ids stay what they are: stored events carry them', () => {
  // printf '{"a":"é","b":1}' | sha256sum; printf '["s","k",1,"h"]' | sha256sum | cut -c1-32
  expect(contentHash({ b: 1, a: 'é' })).toBe('aa58fba8483623bed37c1b02edfccbdd9a53123837c20bfa4cb4049993a2872e')
  expect(eventId({ source: 's', key: 'k', fetchedAt: 1, contentHash: 'h' })).toBe('0dd2d27b4f167157b9819e4592e7761d')
})

test('texts of every kind and length are quoted as JSON.stringify quotes them', () => {
  const units = fc.array(fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff })), {
    maxLength: 120,
  })
  fc.assert(
    fc.property(units, (codes) => {
      const one = String.fromCharCode(...codes)
      expect(text({ [one]: one })).toBe(JSON.stringify({ [one]: one }))
    }),
    { numRuns: 2_000 },
  )
  const long = { a: 'é'.repeat(1_000_000), b: 'x'.repeat(6_000_000) }
  expect(text(long) === JSON.stringify(long)).toBe(true)
  expect(text({ a: 1 })).toBe('{"a":1}')
})

test('objects of more shapes than are kept are all written rightly', () => {
  for (let i = 0; i < 5000; i += 1) expect(text({ z: i, [`k${i}`]: 1, a: i })).toBe(`{"a":${i},"k${i}":1,"z":${i}}`)
})

test('canonical text is the text of sorted keys, undefined members left out, at any depth', () => {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, member]) => [key, sorted(member)]),
    )
  }
  // Keys that look like numbers come first in any object, so they have no part in this comparison.
  const key = fc.string({ minLength: 1 }).filter((text) => !/^\d+$/.test(text) && text !== '__proto__')
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.integer(),
      fc.constantFrom(null, true, false, undefined),
      fc.array(tie('any').map((one) => one ?? null)),
      fc.dictionary(key, tie('any')),
    ),
  })).any
  fc.assert(
    fc.property(fc.dictionary(key, value), (one) => {
      expect(text(one)).toBe(JSON.stringify(sorted(one)))
    }),
  )
  const nested = (depth: number): unknown => (depth === 0 ? { b: 1, a: 2 } : { b: nested(depth - 1), a: [depth] })
  expect(text(nested(120))).toBe(JSON.stringify(sorted(nested(120))))
})
