import fc from 'fast-check'
import { expect, test } from 'vitest'
import { copyText, type Cell } from './copyText.js'

const unescaped: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '\\': '\\' }

/** What Postgres reads. */
function parse(text: string): (string | null)[][] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) =>
      line
        .split('\t')
        .map((field) =>
          field === '\\N' ? null : field.replaceAll(/\\(.)/g, (_all, letter: string) => unescaped[letter] ?? '?'),
        ),
    )
}

const write = (rows: readonly (readonly Cell[])[]) => Buffer.concat([...copyText(rows)]).toString('utf8')

test('cells of every type', () => {
  expect(write([['a', 7, -1.5, 12n, true, false, new Date(0), null, undefined, '']])).toBe(
    'a\t7\t-1.5\t12\tt\tf\t1970-01-01T00:00:00.000Z\t\\N\t\\N\t\n',
  )
  expect(write([['\\N'], ['\\.']])).toBe('\\\\N\n\\\\.\n')
})

test('instants, more different ones than are remembered, come again and again', () => {
  const instants = Array.from({ length: 12_500 }, (_unused, i) => [new Date((i % 6000) * 86_399_999)])
  expect(write(instants)).toBe(instants.map(([instant]) => `${instant?.toISOString()}\n`).join(''))
})

test('texts of any length and content come back, wherever a chunk ends', () => {
  const part = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom('\t', '\n', '\r', '\\', '\\N', 'é', '🐎', 'plain'),
  )
  // Lengths around what is written by the loop, and around a chunk.
  const text = fc
    .tuple(part, fc.constantFrom(0, 1, 5, 126, 127, 128, 129, 60_000, 262_143, 262_144))
    .map(([one, length]) => one + 'x'.repeat(length) + one)
  const rows = fc
    .integer({ min: 1, max: 5 })
    .chain((columns) =>
      fc.array(fc.array(fc.option(text, { freq: 9 }), { minLength: columns, maxLength: columns }), { maxLength: 20 }),
    )
  fc.assert(
    fc.property(rows, (given) => {
      expect(parse(write(given))).toEqual(given)
    }),
    { numRuns: 20 },
  )
})
