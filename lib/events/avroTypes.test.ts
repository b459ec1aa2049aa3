import avsc from 'avsc'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeText, type WriteObject } from './apiAvro.js'
import { avroType } from './avroTypes.js'

test('texts of any kind and length are the bytes that avsc itself writes, wherever the buffer ends', () => {
  const schema = {
    type: 'record',
    name: 'Texts',
    fields: ['a', 'b', 'c'].map((name) => ({ name, type: ['null', 'string'] })),
  }
  const write: WriteObject = (tap, json) => {
    for (const name of ['a', 'b', 'c']) writeText(tap, (json as Record<string, unknown>)[name])
  }
  const own = avroType(JSON.stringify(schema), { Texts: write })
  const plain = avsc.Type.forSchema(schema as avsc.Schema)
  const unit = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xd7ff }))
  const text = fc.option(
    fc.array(unit, { maxLength: 140 }).map((codes) => String.fromCharCode(...codes)),
    { nil: null },
  )
  const scratch = Buffer.alloc(1024)
  fc.assert(
    fc.property(fc.record({ a: text, b: text, c: text }), fc.nat(900), (texts, short) => {
      const bytes = plain.toBuffer(texts)
      expect(own.toBuffer(texts).equals(bytes)).toBe(true)
      expect(own.fromBuffer(bytes)).toEqual(texts)
      const buffer = scratch.subarray(0, short)
      const end = own.encode(texts, buffer)
      if (short >= bytes.length) expect(buffer.subarray(0, end).equals(bytes)).toBe(true)
      else expect(end).toBe(short - bytes.length)
    }),
    { numRuns: 2_000 },
  )
  expect(own.toBuffer({ a: 1, b: '\ud800', c: undefined }).equals(Buffer.alloc(3))).toBe(true)
})
