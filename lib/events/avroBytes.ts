import type avsc from 'avsc'

/** Where values are written before their length is known: avsc's own buffer of 1 KB would have nearly every race written twice. */
let scratch = Buffer.allocUnsafe(64 * 1024)
const mostKept = 4 * 1024 * 1024

/**
 * The Avro bytes of a value, behind `before` bytes that are the caller's. They are a view of a buffer that is used again: valid until
 * the next call. @throws Error where the value is none of the type
 */
export function avroBytes(type: avsc.Type, value: unknown, before = 0): Buffer {
  if (scratch.length > mostKept) scratch = Buffer.allocUnsafe(64 * 1024)
  let end = type.encode(value, scratch, before)
  if (end < 0) {
    // It tells by how much the buffer was too short.
    scratch = Buffer.allocUnsafe(2 * (scratch.length - end))
    end = type.encode(value, scratch, before)
  }
  return scratch.subarray(0, end)
}
