/**
 * JSON text that loses nothing: `-0` and numbers too large for a double (`1e999`, which JSON.parse makes Infinity) come
 * back as they were, and nesting is limited by memory, not by the call stack. JSON.stringify does neither. Keys are sorted: content
 * is compared by its bytes, and is the same however it was ordered.
 */

/** The JSON text of what is neither object nor array. */
function scalarText(value: unknown): string {
  if (typeof value === 'number') {
    if (Object.is(value, -0)) return '-0'
    if (value === Infinity) return '1e999'
    if (value === -Infinity) return '-1e999'
  }
  return JSON.stringify(value ?? null)
}

interface Frame {
  readonly container: Readonly<Record<string, unknown>> | readonly unknown[]
  /** The keys still to be written, null for an array. */
  readonly keys: readonly string[] | null
  next: number
}

function frameOf(value: object): Frame {
  if (Array.isArray(value)) return { container: value as readonly unknown[], keys: null, next: 0 }
  const container = value as Readonly<Record<string, unknown>>
  const keys = Object.keys(container).filter((key) => container[key] !== undefined)
  return { container, keys: keys.sort(), next: 0 }
}

/**
 * The JSON text of a value that came from JSON.parse, object keys in code-unit order; JSON.parse gives that value back. Members that
 * are undefined are left out.
 */
export function jsonText(root: unknown): string {
  const open: Frame[] = []
  let text = ''
  let value = root
  for (;;) {
    if (typeof value === 'object' && value !== null) {
      const frame = frameOf(value)
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
      text += JSON.stringify(key) + ':'
      value = (frame.container as Readonly<Record<string, unknown>>)[key]
    }
    frame.next += 1
  }
}
