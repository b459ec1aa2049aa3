/** Groups that have something to apply and do not move, told from those that are only behind. Pure but for its memory. */
import type { GroupState } from '../groupStates.js'

export interface Stall {
  readonly group: string
  readonly seconds: number
  readonly state: string
  readonly error: string | null
}

/** Remembers positions between looks. A group stalls when its watchdog says so, or when events wait and none was applied for `afterMs`. */
export function stallWatch(afterMs: number) {
  const moved = new Map<string, { readonly position: number; readonly at: number }>()
  return {
    look: (groups: readonly GroupState[], at: number): Stall[] =>
      groups.flatMap((one) => {
        const still = one.partitions.map(({ topic, partition, position, events_behind }) => {
          const name = `${one.schema} ${one.group} ${topic}/${partition}`
          const before = moved.get(name)
          if (before?.position !== position || events_behind === 0) moved.set(name, { position, at })
          return events_behind === 0 ? 0 : at - (moved.get(name)?.at ?? at)
        })
        const longest = Math.max(0, ...still)
        if (one.state !== 'stalled' && longest < afterMs) return []
        return [{ group: one.group, seconds: Math.round(longest / 1000), state: one.state, error: one.last_error }]
      }),
  }
}
