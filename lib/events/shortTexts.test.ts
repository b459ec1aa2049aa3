import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readShortText } from './shortTexts.js'

test('texts are what their bytes say, however often they are read', () => {
  // Few letters and lengths: many texts share a place with another.
  const text = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: fc.constantFrom('a', 'b', 'é', '🐎', '\0'), maxLength: 8 }),
  )
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 200 }), fc.nat(5), (texts, before) => {
      for (const one of [...texts, ...texts]) {
        const bytes = Buffer.from('x'.repeat(before) + one + 'y')
        expect(readShortText(bytes, before, bytes.length - 1)).toBe(one)
      }
    }),
  )
})

test('bytes that are no UTF-8 are read as elsewhere', () => {
  const bytes = Buffer.from([0x61, 0xff, 0x62])
  expect(readShortText(bytes, 0, 3)).toBe(bytes.toString('utf8'))
})
