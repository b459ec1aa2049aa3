import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asciiJson } from './asciiJson.js'

/** What JSON.parse makes of a text; undefined where it is no JSON. */
function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return undefined
  }
}

describe('JSON as ASCII', () => {
  test.each(['{"prize":"€5,900"}', '["1m2½f","Ffos Las – 😀"]', '{"sp":"5/2"}', '', '€', '\uFEFF{}', '{"é":1}'])(
    '%j means the same',
    (text) => {
      const ascii = asciiJson(Buffer.from(text))
      expect(ascii).toMatch(/^[\x00-\x7f]*$/)
      expect(parsed(ascii)).toEqual(parsed(text))
    },
  )

  test('only what is not ASCII is written otherwise', () => {
    expect(asciiJson(Buffer.from('{"prize":"€5,900"}'))).toBe('{"prize":"\\u20ac5,900"}')
  })

  test.each([String.raw`"\é"`, String.raw`"\\é"`, String.raw`"\\\é"`, String.raw`"\u00e9é"`, String.raw`"\né"`])(
    'after a backslash it means what it meant: %s',
    (text) => expect(parsed(asciiJson(Buffer.from(text)))).toEqual(parsed(text)),
  )

  test('wherever its bytes begin, and wherever in a word the letter stands', () => {
    for (let before = 0; before < 9; before += 1)
      for (const offset of [0, 1, 2, 3]) {
        const text = JSON.stringify(['x'.repeat(before), '€', 'xxxxxxxxx½'])
        const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
        expect(parsed(asciiJson(bytes.subarray(offset)))).toEqual(parsed(text))
      }
  })

  test('any JSON, and any bytes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = JSON.stringify(value)
        expect(parsed(asciiJson(Buffer.from(text)))).toEqual(parsed(text))
      }),
    )
    // Bytes that end within a letter, or are none, between those that JSON is made of.
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:u0en')), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 40 }), (inner) => {
        for (const bytes of [Buffer.from(inner), Buffer.from([0x22, ...inner, 0x22])])
          expect(parsed(asciiJson(bytes))).toEqual(parsed(bytes.toString('utf8')))
      }),
      { numRuns: 2000 },
    )
  })
})
