/**
 * Canonical JSON: no blanks, object keys in code-unit order, UTF-8. Equal content gives equal bytes, however it was ordered.
 * It is what content is compared by, so every race that is fetched is written once in this form: straight into bytes, as nearly
 * all texts are plain ASCII, and with the keys of each shape of object sorted and quoted once.
 */
import { backslash, closingBrace, closingBracket, comma, openingBrace, openingBracket, quote } from './jsonBytes.js'
import { scalarText, sortedJsonText } from './jsonText.js'

/** What is written so far; the buffer is used again and again. */
let bytes = Buffer.allocUnsafe(256 * 1024)
let end = 0
const mostKept = 4 * 1024 * 1024

function makeRoom(length: number): void {
  if (end + length <= bytes.length) return
  const larger = Buffer.allocUnsafe(2 * (end + length))
  bytes.copy(larger, 0, 0, end)
  bytes = larger
}

function writeByte(byte: number): void {
  makeRoom(1)
  bytes[end] = byte
  end += 1
}

function writeAny(text: string): void {
  const length = Buffer.byteLength(text)
  makeRoom(length)
  end += bytes.write(text, end, 'utf8')
}

function writeBytes(from: Uint8Array): void {
  const { length } = from
  makeRoom(length)
  const to = bytes
  // They are short: a call to copy them would cost more.
  for (let i = 0; i < length; i += 1) to[end + i] = from[i] as number
  end += length
}

function writeText(text: string): void {
  const { length } = text
  makeRoom(length + 2)
  const to = bytes
  let at = end
  to[at] = quote
  at += 1
  for (let i = 0; i < length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x20 || code >= 0x7f || code === quote || code === backslash) {
      writeAny(JSON.stringify(text))
      return
    }
    to[at] = code
    at += 1
  }
  to[at] = quote
  end = at + 1
}

/** The keys of an object as they came; the order in which they are written; and each, so ordered, with its quotes and colon. */
interface Shape {
  readonly given: readonly string[]
  readonly order: readonly number[]
  readonly names: readonly Uint8Array[]
}

const mostShapes = 2000
let shapeCount = 0
/** Shapes seen, by their first key: the objects of a list are alike, and sorting and quoting their keys again is half the work. */
const shapes = new Map<string | undefined, Shape[]>()
let lastShape: Shape | undefined

function hasKeys({ given }: Shape, keys: readonly string[]): boolean {
  if (given.length !== keys.length) return false
  for (let i = 0; i < keys.length; i += 1) if (given[i] !== keys[i]) return false
  return true
}

function newShape(given: readonly string[]): Shape {
  const order = [...given.keys()].sort((a, b) => ((given[a] as string) < (given[b] as string) ? -1 : 1))
  const names = order.map((key) => Buffer.from(`${JSON.stringify(given[key])}:`))
  if (shapeCount >= mostShapes) {
    shapes.clear()
    shapeCount = 0
  }
  shapeCount += 1
  const shape = { given, order, names }
  shapes.set(given[0], [shape, ...(shapes.get(given[0]) ?? []).slice(0, 15)])
  return shape
}

function shapeOf(keys: readonly string[]): Shape {
  if (lastShape !== undefined && hasKeys(lastShape, keys)) return lastShape
  lastShape = shapes.get(keys[0])?.find((shape) => hasKeys(shape, keys)) ?? newShape(keys)
  return lastShape
}

/** Deeper than any answer; the call stack minds much more. */
const deepest = 50

function write(value: unknown, depth: number): void {
  if (typeof value === 'string') writeText(value)
  else if (typeof value !== 'object' || value === null) writeAny(scalarText(value))
  else if (depth >= deepest) writeAny(sortedJsonText(value))
  else if (Array.isArray(value)) writeArray(value, depth)
  else writeObject(value as Readonly<Record<string, unknown>>, depth)
}

function writeArray(items: readonly unknown[], depth: number): void {
  writeByte(openingBracket)
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) writeByte(comma)
    write(items[i], depth + 1)
  }
  writeByte(closingBracket)
}

function writeObject(object: Readonly<Record<string, unknown>>, depth: number): void {
  const { order, names } = shapeOf(Object.keys(object))
  const members = Object.values(object)
  writeByte(openingBrace)
  const first = end
  for (let i = 0; i < order.length; i += 1) {
    const member = members[order[i] as number]
    if (member === undefined) continue
    if (end > first) writeByte(comma)
    writeBytes(names[i] as Uint8Array)
    write(member, depth + 1)
  }
  writeByte(closingBrace)
}

/** The canonical JSON of a value that came from JSON.parse; valid until the next call. Members that are undefined are left out. */
export function canonicalJson(value: unknown): Uint8Array {
  if (bytes.length > mostKept) bytes = Buffer.allocUnsafe(256 * 1024)
  end = 0
  write(value, 0)
  return bytes.subarray(0, end)
}
