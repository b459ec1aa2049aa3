/**
 * Where the values of a JSON text stand in its bytes, without making objects of them: a recorded day is a megabyte or more, and is
 * sent on as it is. Takes what JSON.parse takes and nothing else, so that a file that is no JSON is seen before it is sent.
 *
 * Each function begins at the first byte of its value and returns where the value ends; each throws SyntaxError.
 */
import {
  backslash,
  closingBrace,
  closingBracket,
  colon,
  comma,
  minus,
  openingBrace,
  openingBracket,
  quote,
} from '../../../lib/events/jsonBytes.js'

/** Reads the value of a member and returns where it ends; its key stands between two places, quotes included. */
export type ReadMember = (valueAt: number, keyAt: number, keyEnd: number) => number
/** Reads an element and returns where it ends. */
export type ReadElement = (at: number) => number

function unexpected(bytes: Buffer, at: number): SyntaxError {
  return new SyntaxError(at < bytes.length ? `unexpected byte ${bytes[at]} at ${at}` : 'unexpected end')
}

/** The next byte that is no blank. */
export function skipBlanks(bytes: Buffer, from: number): number {
  for (let at = from; ; at += 1) {
    const byte = bytes[at]
    if (byte === undefined || byte > 0x20 || (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09))
      return at
  }
}

const escapes = new Set([...'"\\/bfnrtu'].map((letter) => letter.charCodeAt(0)))

function skipEscape(bytes: Buffer, at: number): number {
  const letter = bytes[at + 1]
  if (letter === undefined || !escapes.has(letter)) throw unexpected(bytes, at + 1)
  if (letter !== 0x75) return at + 2
  if (!/^[\da-fA-F]{4}$/.test(bytes.toString('latin1', at + 2, at + 6))) throw unexpected(bytes, at + 2)
  return at + 6
}

function skipText(bytes: Buffer, from: number): number {
  if (bytes[from] !== quote) throw unexpected(bytes, from)
  const { length } = bytes
  let at = from + 1
  while (at < length) {
    const byte = bytes[at] as number
    if (byte === quote) return at + 1
    if (byte === backslash) at = skipEscape(bytes, at)
    else if (byte < 0x20) break
    else at += 1
  }
  throw unexpected(bytes, at)
}

const numberBytes = new Set([...'-+.eE0123456789'].map((letter) => letter.charCodeAt(0)))
const numeric = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function skipNumber(bytes: Buffer, at: number): number {
  let end = at
  while (end < bytes.length && numberBytes.has(bytes[end] as number)) end += 1
  if (!numeric.test(bytes.toString('latin1', at, end))) throw unexpected(bytes, at)
  return end
}

function skipWord(bytes: Buffer, at: number): number {
  for (const word of ['true', 'false', 'null'])
    if (bytes.toString('latin1', at, at + word.length) === word) return at + word.length
  throw unexpected(bytes, at)
}

/** Whether an object begins here. */
export const isObjectAt = (bytes: Buffer, at: number): boolean => bytes[at] === openingBrace
/** Whether a list begins here. */
export const isListAt = (bytes: Buffer, at: number): boolean => bytes[at] === openingBracket

/** The end of an object; `read` reads its members where they are wanted. */
export function skipObject(bytes: Buffer, from: number, read?: ReadMember): number {
  let at = skipBlanks(bytes, from + 1)
  if (bytes[at] === closingBrace) return at + 1
  for (;;) {
    const keyEnd = skipText(bytes, at)
    const between = skipBlanks(bytes, keyEnd)
    if (bytes[between] !== colon) throw unexpected(bytes, between)
    const valueAt = skipBlanks(bytes, between + 1)
    const end = read === undefined ? skipValue(bytes, valueAt) : read(valueAt, at, keyEnd)
    at = skipBlanks(bytes, end)
    if (bytes[at] === closingBrace) return at + 1
    if (bytes[at] !== comma) throw unexpected(bytes, at)
    at = skipBlanks(bytes, at + 1)
  }
}

/** The end of a list; `read` reads its elements where they are wanted. */
export function skipList(bytes: Buffer, from: number, read?: ReadElement): number {
  let at = skipBlanks(bytes, from + 1)
  if (bytes[at] === closingBracket) return at + 1
  for (;;) {
    at = skipBlanks(bytes, read === undefined ? skipValue(bytes, at) : read(at))
    if (bytes[at] === closingBracket) return at + 1
    if (bytes[at] !== comma) throw unexpected(bytes, at)
    at = skipBlanks(bytes, at + 1)
  }
}

/** The end of any value. */
export function skipValue(bytes: Buffer, at: number): number {
  const byte = bytes[at]
  if (byte === quote) return skipText(bytes, at)
  if (byte === openingBrace) return skipObject(bytes, at)
  if (byte === openingBracket) return skipList(bytes, at)
  if (byte === minus || (byte !== undefined && byte >= 0x30 && byte <= 0x39)) return skipNumber(bytes, at)
  return skipWord(bytes, at)
}

/** The value that stands between two places. */
export function valueAt(bytes: Buffer, at: number, end: number): unknown {
  return JSON.parse(bytes.toString('utf8', at, end)) as unknown
}
