import { backslash } from '../../../lib/events/jsonBytes.js'

/** Used again and again: the system would have to clear a new one of megabytes for each answer. */
let scratch = Buffer.allocUnsafe(0)
const mostKept = 4 * 1024 * 1024

function roomFor(length: number): Buffer {
  if (length > mostKept) return Buffer.allocUnsafe(length)
  if (scratch.length < length) scratch = Buffer.allocUnsafe(Math.min(mostKept, 2 * length))
  return scratch
}

/** Bytes one after the other that are not ASCII, from `start` to before `end`. */
interface Run {
  readonly start: number
  readonly end: number
}

const highBits = 0x80808080 | 0
const wordBytes = 4

/** Where the next byte that is not ASCII is, from a place on; the length where there is none. They are few: words are passed by whole. */
function nextHigh(bytes: Buffer, words: Int32Array, from: number): number {
  let at = from
  for (; at % wordBytes !== 0; at += 1) if (at === bytes.length || (bytes[at] as number) >= 0x80) return at
  let word = at / wordBytes
  while (word < words.length && ((words[word] as number) & highBits) === 0) word += 1
  at = word * wordBytes
  while (at < bytes.length && (bytes[at] as number) < 0x80) at += 1
  return at
}

function highRuns(bytes: Buffer): Run[] {
  const { length } = bytes
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, Math.floor(length / wordBytes))
  const runs: Run[] = []
  for (let start = nextHigh(bytes, words, 0); start < length;) {
    let end = start
    while (end < length && (bytes[end] as number) >= 0x80) end += 1
    runs.push({ start, end })
    start = nextHigh(bytes, words, end)
  }
  return runs
}

function escaped(text: string): string {
  let escapes = ''
  for (let i = 0; i < text.length; i += 1) escapes += `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`
  return escapes
}

/**
 * The text of JSON in UTF-8 with all that is not ASCII as `\uXXXX`: JSON.parse gives the same for it as for the text itself. An answer has
 * some pound signs and dashes in a megabyte, for which V8 would decode all of it letter by letter, and hold and parse it in two bytes a
 * letter: an eighth of what a day cost the fetcher. Bytes that are no UTF-8 become U+FFFD, as in any other decoding.
 */
export function asciiJson(bytes: Buffer): string {
  const aligned = bytes.byteOffset % wordBytes === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer)
  const runs = highRuns(aligned)
  if (runs.length === 0) return aligned.toString('latin1')
  // After a backslash an escape would mean something else.
  if (runs.some(({ start }) => aligned[start - 1] === backslash)) return aligned.toString('utf8')
  const escapes = runs.map(({ start, end }) => escaped(aligned.toString('utf8', start, end)))
  const longer = runs.reduce((sum, { start, end }, i) => sum + (escapes[i] as string).length - (end - start), 0)
  const ascii = roomFor(aligned.length + longer)
  let [from, to] = [0, 0]
  for (const [i, { start, end }] of runs.entries()) {
    to += aligned.copy(ascii, to, from, start)
    to += ascii.write(escapes[i] as string, to, 'latin1')
    from = end
  }
  to += aligned.copy(ascii, to, from)
  return ascii.toString('latin1', 0, to)
}
