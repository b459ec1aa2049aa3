/**
 * Short texts out of bytes. The same ids, names and codes come again and again, within an event and between events: what was read
 * lately is kept and given again, which costs no memory and a third of the time, and whoever compares them compares addresses.
 */

/** A power of two; each text has one place. */
const places = 16 * 1024
const kept: (string | undefined)[] = new Array<undefined>(places).fill(undefined)

/** The UTF-8 text between two places of some bytes; for texts of up to about 60 bytes. */
export function readShortText(bytes: Buffer, start: number, end: number): string {
  let hash = end - start
  for (let i = start; i < end; i += 1) {
    const byte = bytes[i] as number
    if (byte >= 0x80) return bytes.toString('utf8', start, end)
    hash = (Math.imul(hash, 31) + byte) | 0
  }
  const place = (hash ^ (hash >>> 15)) & (places - 1)
  const known = kept[place]
  if (known?.length === end - start) {
    let i = start
    while (i < end && known.charCodeAt(i - start) === bytes[i]) i += 1
    if (i === end) return known
  }
  const text = bytes.toString('latin1', start, end)
  kept[place] = text
  return text
}
