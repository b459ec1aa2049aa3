import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isListAt, isObjectAt, skipBlanks, skipList, skipObject, skipValue, valueAt } from './jsonPlaces.js'

/** Whether a text is one JSON value, by the end that is found. */
function isWhole(text: string): boolean {
  const bytes = Buffer.from(text)
  try {
    return skipBlanks(bytes, skipValue(bytes, skipBlanks(bytes, 0))) === bytes.length
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

const json = fc
  .tuple(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t', '\r\n '))
  .map(([value, blanks]) => JSON.stringify(value, null, blanks))

test('takes what JSON.parse takes, and nothing else', () => {
  const odd = [
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '{a:1}',
    "'a'",
    '01',
    '-',
    '1.',
    '.5',
    '1e',
    '1e+5',
    '-0.5E-3',
    '+1',
    'nul',
    'truer',
  ]
  const texts = [
    '"\\u12x4"',
    '"\\u12',
    '"\\x"',
    '"\\',
    '"a\nb"',
    '"\\"',
    '"\\ud800"',
    '"£½é😀"',
    '{"a":"\\"}"}',
    '[1 2]',
    '[[]]]',
    '\u00a01',
    '\ufeff1',
  ]
  for (const text of [...odd, ...texts, '1'.repeat(400), `[${'['.repeat(500)}${']'.repeat(500)}]`])
    expect([text, isWhole(text)]).toEqual([text, isJson(text)])
  fc.assert(fc.property(json, (text) => void expect(isWhole(text)).toBe(true)))
  // A character of a text taken out, doubled, or replaced by another that means something.
  const spoiled = fc
    .tuple(
      json,
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', '}', '[', ']', ',', ':', '0', '-', 'e', ' ', '\n', 'u', '\u0001'),
    )
    .map(([text, place, other]) => {
      const at = place % text.length
      return text.slice(0, at) + other + text.slice(at + (place % 3))
    })
  fc.assert(
    fc.property(spoiled, (text) => void expect(isWhole(text)).toBe(isJson(text))),
    { numRuns: 5_000 },
  )
})

test('members and elements stand where they are said to be', () => {
  const read = (bytes: Buffer, at: number): { value: unknown; end: number } => {
    if (isObjectAt(bytes, at)) {
      const members: [string, unknown][] = []
      const end = skipObject(bytes, at, (valueStart, keyAt, keyEnd) => {
        const member = read(bytes, valueStart)
        members.push([valueAt(bytes, keyAt, keyEnd) as string, member.value])
        return member.end
      })
      return { value: Object.fromEntries(members), end }
    }
    if (isListAt(bytes, at)) {
      const items: unknown[] = []
      const end = skipList(bytes, at, (start) => {
        const item = read(bytes, start)
        items.push(item.value)
        return item.end
      })
      return { value: items, end }
    }
    const end = skipValue(bytes, at)
    return { value: valueAt(bytes, at, end), end }
  }
  fc.assert(
    fc.property(json, (text) => {
      const bytes = Buffer.from(text)
      expect(read(bytes, skipBlanks(bytes, 0)).value).toEqual(JSON.parse(text))
    }),
  )
})
