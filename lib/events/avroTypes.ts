/**
 * avsc types that are safe to read foreign bytes with. avsc believes the count in front of a list: five wrong bytes make it
 * allocate and loop for minutes (Confluent's own clients stop at the end of the data). Every item takes a byte or more, so a
 * count beyond the bytes that are left is refused at once.
 */
import avsc from 'avsc'
import type { WriteObject } from './apiAvro.js'
import type { ReadOfRecords } from './fieldsRead.js'
import { readShortText } from './shortTexts.js'

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

/** avsc's type of a record, with the method that its declarations leave out. */
const RecordType = avsc.types.RecordType as unknown as new (
  ...from: ConstructorParameters<typeof avsc.types.RecordType>
) => avsc.Type

/** A record that is written from something else than its fields. */
function recordWrittenBy(write: WriteObject) {
  return class extends RecordType {
    /** avsc asks for it once, and makes a function of the fields otherwise. */
    _createWriter(): WriteObject {
      return write
    }
  }
}

/** The methods by which avsc makes the functions of a record. */
interface RecordMaker {
  readonly fields: readonly { readonly name: string; readonly type: avsc.Type }[]
  _createReader(): unknown
}

/** A field's type for a reader that does not look at the field: null, whatever is there, and the tap behind it. */
function passedOver(type: avsc.Type): Pick<ItemType, '_read'> {
  const passed = type as unknown as ItemType
  return {
    _read: (tap) => {
      passed._skip(tap)
      return null
    },
  }
}

const readerMaker = avsc.types.RecordType.prototype as unknown as RecordMaker

/** A record of which only some fields are read. */
function recordReading(names: ReadonlySet<string>) {
  return class extends RecordType {
    /** avsc asks for it once; it makes the function out of the fields' types. */
    _createReader(): unknown {
      const { fields } = this as unknown as RecordMaker
      const seen = fields.map((field) => (names.has(field.name) ? field : { type: passedOver(field.type) }))
      return readerMaker._createReader.call(Object.create(this, { fields: { value: seen } }) as RecordMaker)
    }
  }
}

/** avsc's type of a union, with the method that its declarations leave out. */
const UnionType = avsc.types.UnwrappedUnionType as unknown as new (
  ...from: ConstructorParameters<typeof avsc.types.UnwrappedUnionType>
) => avsc.Type & ItemType

/**
 * A text or null, as nearly every field of the API is. Texts of up to 63 bytes are read at once, and as the text that was read before
 * where it is the same (shortTexts.ts); whatever else it is, avsc reads it.
 */
class OptionalText extends UnionType {
  override _read(tap: Tap): unknown {
    const { buf, pos } = tap
    const branch = buf[pos]
    if (branch === 0) {
      tap.pos = pos + 1
      return null
    }
    // The branch of the union and the length, both as zigzag: 2, and an even number of one byte.
    const zigzag = branch === 2 ? (buf[pos + 1] ?? 1) : 1
    const end = pos + 2 + (zigzag >> 1)
    if ((zigzag & 0x81) !== 0 || end > buf.length) return super._read(tap)
    tap.pos = end
    return readShortText(buf, pos + 2, end)
  }
  override _skip(tap: Tap): void {
    const { buf, pos } = tap
    const branch = buf[pos]
    const zigzag = buf[pos + 1] ?? 1
    if (branch === 0) tap.pos = pos + 1
    else if (branch === 2 && (zigzag & 0x81) === 0) tap.pos = pos + 2 + (zigzag >> 1)
    else super._skip(tap)
  }
}

const isOptionalText = (schema: unknown): schema is ['null', 'string'] =>
  Array.isArray(schema) && schema.length === 2 && schema[0] === 'null' && schema[1] === 'string'

const text = avsc.Type.forSchema('string') as unknown as ItemType

/**
 * The type of a schema (JSON text), with bounded lists and maps. Records named in `writers` are written by those functions; of those
 * named in `read` only these fields are read, the others are null.
 * @throws Error where it is no Avro schema.
 */
export function avroType(
  schema: string,
  writers: Readonly<Record<string, WriteObject>> = {},
  read: ReadOfRecords = new Map(),
): avsc.Type {
  return avsc.Type.forSchema(JSON.parse(schema) as avsc.Schema, {
    omitRecordMethods: true,
    typeHook: (part, options) => {
      if (isOptionalText(part)) return new OptionalText(part, options)
      if (typeof part !== 'object' || part === null || !('type' in part)) return undefined
      if (part.type === 'array') return new BoundedArray(part, options)
      if (part.type === 'map') return new BoundedMap(part, options)
      const write = part.type === 'record' && Object.hasOwn(writers, part.name) ? writers[part.name] : undefined
      if (write !== undefined) return new (recordWrittenBy(write))(part, options)
      const names = part.type === 'record' ? read.get(part.name) : undefined
      if (names !== undefined) return new (recordReading(names))(part, options)
      return undefined
    },
  })
}
