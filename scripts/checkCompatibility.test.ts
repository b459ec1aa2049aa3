import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { projectRoot } from '../lib/projectRoot.js'
import { checkHistory, incompatibilities } from './checkCompatibility.mjs'

type Type = string | Type[] | { type: string; name?: string; items?: Type; symbols?: string[]; fields?: Field[] }
interface Field {
  name: string
  type: Type
  default?: unknown
}
interface Schema {
  name: string
  type: 'record'
  fields: Field[]
}

const file = join(projectRoot(import.meta.dirname), 'schemas', 'UnitFetched.avsc')
const schema = () => JSON.parse(readFileSync(file, 'utf8')) as Schema
const version = (number: number, change: (schema: Schema) => void = () => undefined) => {
  const changed = schema()
  change(changed)
  return { name: changed.name, version: number, schema: changed }
}
const fieldOf = (record: { fields?: Field[] }, name: string): Field => {
  const field = record.fields?.find((candidate) => candidate.name === name)
  if (field === undefined) throw new Error(`no field ${name}`)
  return field
}
const itemOf = (record: Schema) => (fieldOf(record, 'items').type as { items: { name: string; fields: Field[] } }).items
const optional: Field = { name: 'note', type: ['null', 'string'], default: null }

describe('changes that every version survives', () => {
  test.each<[string, (schema: Schema) => void]>([
    ['nothing', () => undefined],
    ['a field added with a default', (s) => s.fields.push(optional)],
    ['a field with a default removed', (s) => (s.fields = s.fields.filter(({ name }) => name !== 'message'))],
    ['a field of an item added with a default', (s) => itemOf(s).fields.push(optional)],
    ['other order', (s) => s.fields.reverse()],
  ])('%s', (_name, change) => {
    expect(incompatibilities([version(1), version(2, change)])).toEqual([])
  })
})

describe('changes that are found', () => {
  test.each<[string, (schema: Schema) => void, RegExp]>([
    [
      'a field added without a default',
      (s) => s.fields.push({ name: 'n', type: 'string' }),
      /version 2 cannot read what version 1/,
    ],
    [
      'a field without a default removed',
      (s) => (s.fields = s.fields.filter(({ name }) => name !== 'unit')),
      /version 1 cannot read what version 2/,
    ],
    ['another type', (s) => (fieldOf(s, 'calls').type = 'string'), /cannot read/],
    [
      'a wider number, read by old programs',
      (s) => (fieldOf(s, 'calls').type = 'long'),
      /version 1 cannot read what version 2/,
    ],
    ['null no longer allowed', (s) => (fieldOf(s, 'date').type = 'string'), /cannot read/],
    [
      'null newly allowed',
      (s) => (fieldOf(s, 'unit').type = ['null', 'string']),
      /version 1 cannot read what version 2/,
    ],
    [
      'another branch of a union',
      (s) => (fieldOf(s, 'date').type = ['null', 'string', 'long']),
      /version 1 cannot read what version 2/,
    ],
    ['a renamed field', (s) => (fieldOf(s, 'kind').name = 'sort'), /cannot read/],
    ['a renamed record', (s) => (s.name = 'UnitGot'), /is called/],
    ['a renamed item record', (s) => (itemOf(s).name = 'Thing'), /is called/],
    [
      'an item field added without a default',
      (s) => itemOf(s).fields.push({ name: 'n', type: 'int' }),
      /items\[\]\.n has no default/,
    ],
    ['an item field of another type', (s) => (fieldOf(itemOf(s), 'key').type = 'int'), /cannot read/],
    [
      'a default that is no value of its type',
      (s) => s.fields.push({ name: 'n', type: 'int', default: 'x' }),
      /cannot read/,
    ],
  ])('%s', (_name, change, sentence) => {
    const problems = incompatibilities([version(1), version(2, change)])
    expect(problems.join('\n')).toMatch(sentence)
  })

  test('a change that only an older version than the last one minds', () => {
    // Version 2 drops an optional field, version 3 brings it back with another type: 2 and 3 agree, 1 and 3 do not.
    const without = version(2, (s) => (s.fields = s.fields.filter(({ name }) => name !== 'message')))
    const again = version(3, (s) => {
      fieldOf(s, 'message').type = ['null', 'long']
    })
    expect(incompatibilities([without, again])).toEqual([])
    expect(incompatibilities([version(1), without, again]).join('\n')).toMatch(/version 3 cannot read what version 1/)
  })
})

describe('the history itself', () => {
  test('is whole', () => {
    expect(checkHistory([schema()], [version(1)])).toEqual([])
  })
  test('a changed schema needs its version', () => {
    const edited = version(2, (s) => s.fields.push(optional))
    expect(checkHistory([edited.schema], [version(1)]).join()).toMatch(/add schemas\/history\/UnitFetched\/2\.avsc/)
    expect(checkHistory([edited.schema], [version(1), edited])).toEqual([])
  })
  test('a gap and a removed schema are told', () => {
    expect(checkHistory([schema()], [version(1), version(3)]).join()).toMatch(/gap before version 3/)
    expect(checkHistory([], [version(1)]).join()).toMatch(/UnitFetched\.avsc is missing/)
  })
})
