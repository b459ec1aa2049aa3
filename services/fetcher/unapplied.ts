/**
 * What this fetcher has appended and its projection has not applied yet. The plan and the comparison of contents read the
 * projection's tables, which are behind the log by a moment: this is the difference, so that nobody has to wait for them.
 */
import type { Position } from '../../lib/log/log.js'
import { partitionName } from '../../lib/log/partitionName.js'

export interface Unapplied {
  /** Notes a unit, the hashes of its contents by name, and the position of its entry in the fetch log. */
  add(unit: string, hashes: ReadonlyMap<string, string>, entry: Position): void
  /** Forgets what the projection has applied, by its next offsets. */
  applied(positions: readonly Position[]): void
  /** Forgets everything: somebody else may have appended since. */
  clear(): void
  has(unit: string): boolean
  /** The names of the units. */
  units(): Iterable<string>
  hashOf(content: string): string | undefined
  /** Number of units. */
  size(): number
}

interface Entry {
  readonly unit: string
  readonly hashes: ReadonlyMap<string, string>
  readonly at: Position
}

/** Starts without any. */
export function createUnapplied(): Unapplied {
  let entries: Entry[] = []
  const units = new Map<string, Entry>()
  const contents = new Map<string, { readonly hash: string; readonly of: Entry }>()
  const forget = (entry: Entry) => {
    if (units.get(entry.unit) === entry) units.delete(entry.unit)
    for (const name of entry.hashes.keys()) if (contents.get(name)?.of === entry) contents.delete(name)
  }
  return {
    add: (unit, hashes, at) => {
      const entry = { unit, hashes, at }
      entries.push(entry)
      units.set(unit, entry)
      for (const [name, hash] of hashes) contents.set(name, { hash, of: entry })
    },
    applied: (positions) => {
      const next = new Map(positions.map((position) => [partitionName(position), position.offset]))
      const isApplied = ({ at }: Entry) => at.offset < (next.get(partitionName(at)) ?? 0n)
      for (const entry of entries) if (isApplied(entry)) forget(entry)
      entries = entries.filter((entry) => !isApplied(entry))
    },
    clear: () => {
      entries = []
      units.clear()
      contents.clear()
    },
    has: (unit) => units.has(unit),
    units: () => units.keys(),
    hashOf: (content) => contents.get(content)?.hash,
    size: () => entries.length,
  }
}
