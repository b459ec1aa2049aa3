/** What a terminal shows: its size, its colours where they are wanted, and lines cut to its width. */

/** Whether colours are wanted: a terminal, and NO_COLOR not set. */
export function wantsColour(stream: { readonly isTTY?: boolean } = process.stdout, environment = process.env): boolean {
  return stream.isTTY === true && (environment['NO_COLOR'] ?? '') === ''
}

const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const

/** Text in a colour, or as it is. */
export function coloured(text: string, colour: keyof typeof codes, wanted: boolean): string {
  return wanted ? `\u001B[${codes[colour]}m${text}\u001B[0m` : text
}

/** A line cut to a width in characters, its last one an ellipsis where something is missing. Takes text without colours. */
export function cut(line: string, width: number): string {
  const characters = [...line]
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`
}

/** `[█████░░░░░]`, a share of 0 to 1 in so many characters; full only when nothing remains. */
export function bar(share: number, width: number): string {
  const filled = Math.floor(Math.min(1, Math.max(0, share)) * width)
  return `[${'█'.repeat(filled)}${'░'.repeat(width - filled)}]`
}

/** Seconds as a person says them: `45 s`, `12 min`, `3 h 20 min`, `2 days 4 h`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.round(whole / 60)
  if (minutes < 60) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`
  return `${Math.floor(hours / 24)} days ${hours % 24} h`
}
