/**
 * avsc types that are safe to read foreign bytes with. avsc believes the count in front of a list: five wrong bytes make it
 * allocate and loop for minutes (Confluent's own clients stop at the end of the data). Every item takes a byte or more, so a
 * count beyond the bytes that are left is refused at once.
 */
import avsc from 'avsc'

interface Tap {
  readonly buf: Buffer
  pos: number
  readLong(): number
}
interface ItemType {
  _read(tap: Tap): unknown
  _skip(tap: Tap): void
}

/** Calls `each` for every item of a list or map: blocks of items, a negative count being followed by the block's size. */
function forEachItem(tap: Tap, each: () => void): void {
  for (let count = tap.readLong(); count !== 0; count = tap.readLong()) {
    if (count < 0) {
      count = -count
      tap.readLong()
    }
    if (!(count <= tap.buf.length - tap.pos)) throw new RangeError(`a list of ${count} items goes beyond the data`)
    for (let i = 0; i < count; i += 1) each()
  }
}

class BoundedArray extends avsc.types.ArrayType {
  _read(tap: Tap): unknown[] {
    const items = this.itemsType as unknown as ItemType
    const read: unknown[] = []
    forEachItem(tap, () => read.push(items._read(tap)))
    return read
  }
  _skip(tap: Tap): void {
    const items = this.itemsType as unknown as ItemType
    forEachItem(tap, () => items._skip(tap))
  }
}

class BoundedMap extends avsc.types.MapType {
  _read(tap: Tap): Record<string, unknown> {
    const values = this.valuesType as unknown as ItemType
    const read: [string, unknown][] = []
    forEachItem(tap, () => read.push([text._read(tap) as string, values._read(tap)]))
    return Object.fromEntries(read)
  }
  _skip(tap: Tap): void {
    const values = this.valuesType as unknown as ItemType
    forEachItem(tap, () => {
      text._skip(tap)
      values._skip(tap)
    })
  }
}

const text = avsc.Type.forSchema('string') as unknown as ItemType

/** The type of a schema (JSON text), with bounded lists and maps. @throws Error where it is no Avro schema. */
export function avroType(schema: string): avsc.Type {
  return avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema, {
    omitRecordMethods: true,
    typeHook: (part, options) => {
      if (typeof part !== 'object' || part === null || !('type' in part)) return undefined
      if (part.type === 'array') return new BoundedArray(part, options)
      if (part.type === 'map') return new BoundedMap(part, options)
      return undefined
    },
  })
}
