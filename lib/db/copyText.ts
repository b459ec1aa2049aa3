/** Rows in COPY's text format. */
import { instantText } from './instantText.js'

/** What a cell may hold. Dates go as ISO text, arrays and objects as JSON text, booleans as t/f, null as null. */
export type Cell = string | number | bigint | boolean | Date | null | undefined

const escapes = /[\\\n\r\t]/
const escape = (text: string): string =>
  escapes.test(text)
    ? text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
    : text

const chunkBytes = 256 * 1024
/** Longer texts are searched and written by native code; for shorter ones the way there and back takes longer than the loop. */
const shortText = 128
const [tab, lineFeed, carriageReturn, backslash, capitalN] = [0x09, 0x0a, 0x0d, 0x5c, 0x4e]

/** Rows as bytes: cells are written one by one to where they are sent from, without a text of the row in between. */
export function* copyText(rows: Iterable<readonly Cell[]>): Generator<Buffer> {
  let chunk = Buffer.allocUnsafeSlow(chunkBytes)
  let at = 0
  /** Chunks that are full. */
  const full: Buffer[] = []
  /** Makes room for so many bytes and the separator after them. */
  function makeRoom(bytes: number): void {
    if (at + bytes < chunk.length) return
    if (at > 0) full.push(chunk.subarray(0, at))
    chunk = Buffer.allocUnsafeSlow(Math.max(chunkBytes, bytes + 1))
    at = 0
  }
  /** Writes a short text of plain ASCII; false, with nothing written, where it is another. */
  function writePlain(text: string): boolean {
    const { length } = text
    makeRoom(length)
    const [into, from] = [chunk, at]
    for (let i = 0; i < length; i += 1) {
      const code = text.charCodeAt(i)
      if (code >= 0x80 || code === backslash || code === tab || code === lineFeed || code === carriageReturn)
        return false
      into[from + i] = code
    }
    at = from + length
    return true
  }
  function write(cell: Cell): void {
    if (cell === null || cell === undefined) {
      makeRoom(2)
      chunk[at] = backslash
      chunk[at + 1] = capitalN
      at += 2
    } else if (typeof cell === 'boolean') {
      writePlain(cell ? 't' : 'f')
    } else {
      const text = typeof cell === 'string' ? cell : cell instanceof Date ? instantText(cell.getTime()) : String(cell)
      if (text.length <= shortText && writePlain(text)) return
      const escaped = escape(text)
      makeRoom(escaped.length * 3)
      at += chunk.write(escaped, at)
    }
  }
  for (const row of rows) {
    for (let i = 0; i < row.length; i += 1) {
      write(row[i])
      // The one byte that there always is room for.
      chunk[at] = tab
      at += 1
    }
    if (row.length > 0) at -= 1
    makeRoom(0)
    chunk[at] = lineFeed
    at += 1
    if (full.length > 0) yield* full.splice(0)
  }
  if (at > 0) yield chunk.subarray(0, at)
}
