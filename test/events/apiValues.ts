import fc from 'fast-check'
import { schemas } from '../../lib/events/schemas.generated.js'

/** Names that occur in the schemas, so that generated objects hit known fields with values of every type. */
const knownNames = [...new Set(Object.values(schemas).flatMap((text) => [...text.matchAll(/"name":"([a-z_0-9]+)"/g)]))]
  .map((match) => match[1] ?? '')
  .filter((name) => name !== '')

const oddNames = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'extra', 'type', '', '0', '-1']

/** Any text of UTF-16 units: NUL, emoji, lone surrogates. */
const anyText = fc.oneof(
  fc.string(),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom('', '\0', '🏇', '\ud83c', 'x\udfc7', '–', 'a'.repeat(70) + '\ud800'),
)

const scalar = fc.oneof(
  anyText,
  fc.boolean(),
  fc.constant(null),
  fc.double({ noNaN: true }),
  fc.constantFrom(-0, 0, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, Number.MAX_SAFE_INTEGER + 2),
)

/** Any value that JSON.parse can give, with names the schemas know and names that JavaScript treats specially. */
export const apiValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc
    .array(fc.tuple(fc.oneof(fc.constantFrom(...knownNames), fc.constantFrom(...oddNames), anyText), tie('value')), {
      maxLength: 8,
    })
    .map((members) => {
      const object = {}
      for (const [key, value] of members)
        Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
      return object
    }),
})).value

/** The same shape as the schemas: races with runners with odds, some values replaced by anything. */
export function like(shape: unknown): fc.Arbitrary<unknown> {
  if (Array.isArray(shape))
    return fc.oneof({ weight: 4, arbitrary: fc.array(like(shape[0]), { maxLength: 3 }) }, apiValue)
  if (typeof shape === 'object' && shape !== null) {
    const members = Object.fromEntries(Object.entries(shape).map(([key, value]) => [key, like(value)]))
    return fc.oneof(
      { weight: 6, arbitrary: fc.record(members, { requiredKeys: [] }).map((record) => ({ ...record })) },
      apiValue,
    )
  }
  return fc.oneof({ weight: 4, arbitrary: fc.constant(shape) }, { weight: 1, arbitrary: scalar })
}
