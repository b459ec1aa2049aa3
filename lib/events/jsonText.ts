/**
 * JSON text that loses nothing: `-0` and numbers too large for a double (`1e999`, which JSON.parse makes Infinity) come
 * back as they were, and nesting is limited by memory, not by the call stack. JSON.stringify does neither.
 */
const needsEscapes = /[\u0000-\u001f"\\\ud800-\udfff]/

/** JSON.stringify of a text; nearly all are short and plain, where quoting them costs a third of the call. */
function quoted(text: string): string {
  return text.length < 100 && !needsEscapes.test(text) ? `"${text}"` : JSON.stringify(text)
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0'
    if (value === Infinity) return '1e999'
    if (value === -Infinity) return '-1e999'
  }
  return JSON.stringify(value ?? null)
}

/** An object's keys as they are written, and each with its quotes and colon. */
interface Shape {
  readonly given: readonly string[]
  readonly keys: readonly string[]
  readonly quoted: readonly string[]
}

const mostShapes = 2000
let shapeCount = 0
/** Shapes seen, by their first key: the objects of a list are alike, and sorting and quoting their keys again is half the work. */
const shapes = new Map<string | undefined, Shape[]>()

function shapeOf(given: readonly string[]): Shape {
  const [first] = given
  const known = shapes.get(first)
  const found = known?.find((shape) => sameKeys(shape.given, given))
  if (found !== undefined) return found
  const keys = [...given].sort()
  const shape = { given, keys, quoted: keys.map((key) => `${quoted(key)}:`) }
  if (shapeCount >= mostShapes) {
    shapes.clear()
    shapeCount = 0
  }
  shapeCount += 1
  shapes.set(first, [shape, ...(shapes.get(first) ?? []).slice(0, 15)])
  return shape
}

function sameKeys(some: readonly string[], others: readonly string[]): boolean {
  if (some.length !== others.length) return false
  for (let i = 0; i < some.length; i += 1) if (some[i] !== others[i]) return false
  return true
}

interface Frame {
  readonly container: Readonly<Record<string, unknown>> | readonly unknown[]
  /** The keys still to be written, null for an array. */
  readonly keys: readonly string[] | null
  next: number
}

function frameOf(value: object, sorted: boolean): Frame {
  if (Array.isArray(value)) return { container: value as readonly unknown[], keys: null, next: 0 }
  const container = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(container).filter((key) => container[key] !== undefined)
  return { container, keys: sorted ? keys.sort() : keys, next: 0 }
}

/** Writes without the call stack, however deep. */
function writeDeep(root: unknown, sorted: boolean): string {
  const open: Frame[] = []
  let text = ''
  let value = root
  for (;;) {
    if (typeof value === 'object' && value !== null) {
      const frame = frameOf(value, sorted)
      text += frame.keys === null ? '[' : '{'
      open.push(frame)
    } else {
      text += scalarText(value)
    }
    let frame = open.at(-1)
    while (frame !== undefined && frame.next === (frame.keys ?? (frame.container as readonly unknown[])).length) {
      text += frame.keys === null ? ']' : '}'
      open.pop()
      frame = open.at(-1)
    }
    if (frame === undefined) return text
    if (frame.next > 0) text += ','
    if (frame.keys === null) {
      value = (frame.container as readonly unknown[])[frame.next]
    } else {
      const key = frame.keys[frame.next] ?? ''
      text += quoted(key) + ':'
      value = (frame.container as Readonly<Record<string, unknown>>)[key]
    }
    frame.next += 1
  }
}

const deepest = 50

/** Writes canonically by recursion, which is several times faster, to a depth that no stack minds. */
function writeSorted(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalarText(value)
  if (depth >= deepest) return writeDeep(value, true)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i += 1)
      text += i === 0 ? writeSorted(value[i], depth + 1) : ',' + writeSorted(value[i], depth + 1)
    return text + ']'
  }
  const container = value as Readonly<Record<string, unknown>>
  const { keys, quoted: names } = shapeOf(Object.keys(container))
  let text = '{'
  for (let i = 0; i < keys.length; i += 1) {
    const member = container[keys[i] as string]
    if (member === undefined) continue
    text += text.length === 1 ? names[i] : ',' + (names[i] as string)
    text += typeof member === 'string' ? quoted(member) : writeSorted(member, depth + 1)
  }
  return text + '}'
}

/** The JSON text of a value that came from JSON.parse; JSON.parse gives exactly that value back. Members that are undefined are left out. */
export function jsonText(value: unknown): string {
  return writeDeep(value, false)
}

/** The same with object keys in code-unit order: equal content has equal text, however it was ordered. */
export function canonicalJson(value: unknown): string {
  return writeSorted(value, 0)
}
