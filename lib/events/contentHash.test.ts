import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NewEvent } from '../log/log.js'
import { createCodec, type Codec } from './codec.js'
import { contentHash, type ContentBytes } from './contentHash.js'
import { eventId } from './eventId.js'
import type { FactEvent } from './events.js'
import { racecardFetched, referenceFetched } from './fetched.js'
import { createMemoryRegistry } from './registry.js'
import type { RacecardRace } from './types.generated.js'

const hash = (content: unknown) => contentHash('RacecardFetched', content)

/** Objects with known fields and others, of right types and wrong ones. */
const content = fc.dictionary(
  fc.oneof(fc.constantFrom('race_id', 'course', 'runners', 'big_race', 'odds', 'extra'), fc.string()),
  fc.oneof(
    fc.string(),
    fc.jsonValue(),
    fc.constantFrom('\ud800', null, true, [{}], [{ horse: 'a', zz: { b: 1, a: 2 } }]),
  ),
)

/** The same with the keys of every object turned round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  )
}

test('the hash does not depend on the order of keys', () => {
  fc.assert(
    fc.property(content, (one) => {
      expect(hash(reversed(one))).toBe(hash(one))
    }),
  )
})

test('different content has different hashes', () => {
  const values = [
    '',
    '1',
    1,
    true,
    false,
    null,
    [],
    [null],
    ['1'],
    {},
    { a: null },
    -0,
    0,
    Infinity,
    '\ud800',
    '\udc00',
    [{}],
    [{ horse: '1' }],
  ]
  const fields = ['race_id', 'course', 'big_race', 'runners', 'tip', 'unknown', '__proto__x']
  const contents = [{}, [], null, ...fields.flatMap((field) => values.map((value) => ({ [field]: value })))]
  expect(new Set(contents.map(hash)).size).toBe(contents.length)
  fc.assert(
    fc.property(content, content, (a, b) => {
      expect(hash(a) === hash(b)).toBe(isSame(a, b))
    }),
  )
})

/** Whether two values are the same JSON; not by the code that is tested. */
function isSame(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b)
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [keys, others] = [Object.keys(a).sort(), Object.keys(b).sort()]
  return (
    JSON.stringify(keys) === JSON.stringify(others) &&
    keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]))
  )
}

test('hashes and ids stay what they are: stored events carry them', () => {
  // Avro: a null is 0; a text is 2, twice its length, its bytes. The fields of RacecardRace are 33 and `extra`.
  const avro = Buffer.concat([Buffer.from([2, 10]), Buffer.from('rac_1'), Buffer.alloc(33)])
  expect(hash({ race_id: 'rac_1' })).toBe(createHash('sha256').update(avro).digest('hex'))
  // printf '["s","k",1,"h"]' | sha256sum | cut -c1-32
  expect(eventId({ source: 's', key: 'k', fetchedAt: 1, contentHash: 'h' })).toBe('0dd2d27b4f167157b9819e4592e7761d')
})

/** Compared as texts: an assertion on large buffers looks at them byte by byte. */
async function expectSame(codec: Codec, events: readonly FactEvent[], keep: ContentBytes): Promise<void> {
  const texts = (encoded: readonly NewEvent[]) =>
    encoded.map(({ value, ...rest }) => [JSON.stringify(rest), value?.toString('base64')])
  expect(texts(await codec.encodeMany(events, {}, keep))).toEqual(texts(await codec.encodeMany(events)))
}

test('kept bytes are the content: an event is encoded to the same with them and without', async () => {
  const codec = createCodec({ registry: createMemoryRegistry() })
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 4 }), fc.boolean(), async (races, isLarge) => {
      const keep: ContentBytes = new Map()
      const fetch = { source: 's', fetchedAt: 1, runId: null, keep }
      const large = isLarge ? [{ tip: 'é'.repeat(300_000) }] : []
      const events = [...races, ...large].map((race) => racecardFetched(fetch, 'rac_1', race as RacecardRace))
      expect(keep.size).toBe(events.length)
      await expectSame(codec, events, keep)
    }),
  )
  const keep: ContentBytes = new Map()
  const list = referenceFetched({ source: 's', fetchedAt: 1, runId: null, keep }, 'courses', [{ id: 'crs_1' }])
  await expectSame(codec, [list], keep)
})
