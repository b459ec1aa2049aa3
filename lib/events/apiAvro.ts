/**
 * Writing the API's JSON as Avro, straight from the objects that JSON.parse made: what the generated `write…` functions are
 * made of. Each writes a union of null and a type, and returns 1 where the value fits the type, else null and 0: then the value,
 * if there is one, goes into the record's `extra` field (see apiJson.ts).
 */
import { restOf, isObject, type Fits, type Held } from './apiJson.js'
import { jsonText } from './jsonText.js'

/** avsc's place in a buffer. It may move past the end: then avsc tells how much was missing, and is asked again. */
export interface Tap {
  readonly buf: Buffer
  pos: number
  writeLong(value: number): void
  writeString(value: string): void
}

/** Writes an object of the API, or whatever stands in its place. */
export type WriteObject = (tap: Tap, json: unknown) => void

/** The second branch of a union, and a length of one byte, as zigzag. */
const present = 2
const shortText = 64

function writeByte(tap: Tap, byte: number): void {
  tap.buf[tap.pos] = byte
  tap.pos += 1
}

/** A text that UTF-8 can hold (no lone surrogates). */
export function writeText(tap: Tap, value: unknown): 0 | 1 {
  const { buf, pos } = tap
  if (typeof value !== 'string') {
    buf[pos] = 0
    tap.pos = pos + 1
    return 0
  }
  const { length } = value
  // Nearly all are short and plain, where one character is one byte: avsc would measure each before it writes it.
  if (length < shortText && pos + shortText + 2 < buf.length) {
    const start = pos + 2
    let i = 0
    for (; i < length; i += 1) {
      const code = value.charCodeAt(i)
      if (code >= 0x80) break
      buf[start + i] = code
    }
    if (i === length) {
      buf[pos] = present
      buf[pos + 1] = length << 1
      tap.pos = start + length
      return 1
    }
  }
  if (!value.isWellFormed()) {
    writeByte(tap, 0)
    return 0
  }
  writeByte(tap, present)
  tap.writeString(value)
  return 1
}

/** A boolean. */
export function writeFlag(tap: Tap, value: unknown): 0 | 1 {
  if (typeof value !== 'boolean') {
    writeByte(tap, 0)
    return 0
  }
  writeByte(tap, present)
  writeByte(tap, value ? 1 : 0)
  return 1
}

/** A list of texts; one that UTF-8 cannot hold, or that is none, and the whole list does not fit. */
export function writeTexts(tap: Tap, value: unknown): 0 | 1 {
  if (!isTexts(value)) {
    writeByte(tap, 0)
    return 0
  }
  writeByte(tap, present)
  if (value.length > 0) tap.writeLong(value.length)
  for (const text of value) tap.writeString(text)
  writeByte(tap, 0)
  return 1
}

/** A list of objects; each item fits, if need be as `extra` alone. */
export function writeList(tap: Tap, value: unknown, write: WriteObject): 0 | 1 {
  if (!Array.isArray(value)) {
    writeByte(tap, 0)
    return 0
  }
  writeByte(tap, present)
  const items = value as readonly unknown[]
  const { length } = items
  if (length > 0) tap.writeLong(length)
  for (let i = 0; i < length; i += 1) write(tap, items[i])
  writeByte(tap, 0)
  return 1
}

/** An object. */
export function writeObject(tap: Tap, value: unknown, write: WriteObject): 0 | 1 {
  if (!isObject(value)) {
    writeByte(tap, 0)
    return 0
  }
  writeByte(tap, present)
  write(tap, value)
  return 1
}

/** The field `extra` behind all others: what `kept` members that were written leave over. */
export function writeRest(tap: Tap, json: Held, kept: number, fits: Fits): void {
  if (kept === Object.keys(json).length) writeByte(tap, 0)
  else writeText(tap, restOf(json, fits))
}

/** What stands in the place of an object and is none: so many absent fields, and all of it in `extra`. */
export function writeMisfit(tap: Tap, json: unknown, fields: number): void {
  for (let i = 0; i < fields; i += 1) writeByte(tap, 0)
  writeText(tap, jsonText(json))
}

/** Whether a value fits a field: the same question that the functions above answer as they write. */
export const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed()
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
export const isTexts = (value: unknown): value is readonly string[] => Array.isArray(value) && value.every(isText)
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)
