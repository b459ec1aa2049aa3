import type { OnUnreadable } from './readings.js'

/** Longest id that is read: ids are keys, and an index row of Postgres holds 2,704 bytes. */
export const longestId = 100
/** Longest name, code or label that is read, for the same reason (4 bytes a character at most). */
export const longestName = 300
/** Longest free text that is read: far beyond any comment, far below what a row of Postgres can hold. */
export const longestText = 2_000_000

const unstorable = /[\0\ud800-\udfff]/gu

/** Strings of every supported Node have it; the ES2023 types do not. */
interface WellFormed {
  isWellFormed(): boolean
}

/** Whether Postgres can store the text: no NUL, no lone surrogate. Native and without a copy, because nearly every text can. */
export function isStorable(text: string): boolean {
  return (text as unknown as WellFormed).isWellFormed() && !text.includes('\0')
}

/** The text without what Postgres cannot store: NUL characters and lone surrogates. Emoji stay. */
export function storableText(text: string): string {
  return isStorable(text) ? text : text.replace(unstorable, '')
}

function isSpace(code: number): boolean {
  return code <= 32 || code >= 160
}

/**
 * A text as sent, stripped of blanks at both ends and of what Postgres cannot store.
 * `""`, `null`, `"-"`, `"–"` and an absent value are missing: null. A plain number is read as its text (`7` → `"7"`).
 * Any other type, a number that is not finite or needs an exponent, and a text longer than `longest` are unreadable: null, and told.
 */
export function readText(raw: unknown, field: string, on?: OnUnreadable, longest = longestText): string | null {
  let text: string
  if (typeof raw === 'string') {
    if (raw === '') return null
    text = storableText(raw)
    if (text.length > 0 && (isSpace(text.charCodeAt(0)) || isSpace(text.charCodeAt(text.length - 1))))
      text = text.trim()
    if (text === '' || text === '-' || text === '–') return null
  } else if (raw === null || raw === undefined) {
    return null
  } else {
    if (typeof raw !== 'number' || !(Math.abs(raw) < 1e21) || (raw !== 0 && Math.abs(raw) < 1e-6)) {
      on?.(field, raw)
      return null
    }
    text = String(raw)
  }
  if (text.length > longest) {
    on?.(field, raw)
    return null
  }
  return text
}

/** A name, code or label: a text of at most 300 characters. */
export function readLabel(raw: unknown, field: string, on?: OnUnreadable): string | null {
  return readText(raw, field, on, longestName)
}

/** An id. Empty is none, and none is no entity. */
export function readId(raw: unknown, field: string, on?: OnUnreadable): string | null {
  return readText(raw, field, on, longestId)
}
