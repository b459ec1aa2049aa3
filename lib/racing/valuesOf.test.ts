import fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectOf, valuesOf } from './valuesOf.js'

const names = fc.uniqueArray(fc.oneof(fc.string(), fc.constantFrom('a', '"', '\\', '${x}', ']', '\u2028', '__proto__')))

test('values in the order of names, whatever these are, and objects out of them', () => {
  fc.assert(
    fc.property(names, fc.infiniteStream(fc.anything()), (keys, stream) => {
      const values = keys.map(() => stream.next().value as unknown)
      const item = Object.fromEntries(keys.map((key, i) => [key, values[i]]))
      expect(valuesOf<Record<string, unknown>>(keys)(item)).toEqual(values)
      const again = objectOf<Record<string, unknown>>(keys)(values)
      expect(Object.keys(again)).toEqual(Object.keys(item))
      expect(valuesOf<Record<string, unknown>>(keys)(again)).toEqual(values)
    }),
  )
})

test('what is absent is undefined', () => {
  expect(valuesOf<{ a: number; b: number }>(['b', 'a'])({ a: 1 })).toEqual([undefined, 1])
})
