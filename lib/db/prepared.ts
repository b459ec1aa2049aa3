import { createHash } from 'node:crypto'
import type { QueryConfig } from 'pg'

const names = new Map<string, string>()

/**
 * A statement that each connection parses and plans once, under a name made of its text. For statements of a live event: after five
 * times Postgres may keep a plan made for about ten elements in an array, which is not that of thousands.
 */
export function prepared(text: string, values: readonly unknown[] = []): QueryConfig {
  let name = names.get(text)
  if (name === undefined) {
    name = createHash('sha256').update(text).digest('base64url').slice(0, 20)
    names.set(text, name)
  }
  return { name, text, values: [...values] }
}

/** From so many rows on a statement is planned each time, for what it is about. */
export const fewRows = 200

/** A statement about so many rows: planned once per connection where they are few, else for them. */
export function queryFew(rows: number, text: string, values: readonly unknown[]): QueryConfig {
  return rows <= fewRows ? prepared(text, values) : { text, values: [...values] }
}
