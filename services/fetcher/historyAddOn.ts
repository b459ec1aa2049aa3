/**
 * Days older than 365 days are in the vendor's historical add-on. Whether an account has it is asked once per run and kind: the
 * first old day goes alone, and what it is told holds for the others.
 */
import { addDays } from './calendar.js'
import type { Unit } from './unit.js'

/** The sentence of a unit, and of a run, whose days are not in the plan. */
export const historyRefused =
  "Days older than 365 days need the vendor's historical add-on, which this account does not have."

/** Whether a unit is a day that only the historical add-on holds. `today` is the London day. */
export function isHistory(unit: Unit, today: string): boolean {
  return 'date' in unit && unit.date < addDays(today, -365)
}

export interface HistoryAddOn {
  /**
   * Fetches an old day of a run and kind, unless they are known to be refused: then null, without a call. `fetch` tells whether
   * its day was refused.
   */
  fetch<T extends { readonly outcome: string }>(ofRun: string, kind: string, fetch: () => Promise<T>): Promise<T | null>
  /** Notes what the fetch log says of runs that were under way before. */
  know(ofRun: string, refusedKinds: readonly string[]): void
}

/** Knows nothing of any run. */
export function createHistoryAddOn(): HistoryAddOn {
  const has = new Map<string, boolean>()
  const asking = new Map<string, Promise<unknown>>()
  return {
    fetch: async (ofRun, kind, fetch) => {
      const name = `${kind} ${ofRun}`
      for (;;) {
        const known = has.get(name)
        if (known === false) return null
        const other = asking.get(name)
        if (known === undefined && other !== undefined) {
          await other.catch(() => undefined)
          continue
        }
        const fetching = fetch()
        if (known === undefined) asking.set(name, fetching)
        try {
          const fetched = await fetching
          has.set(name, fetched.outcome !== 'not_in_plan')
          return fetched
        } finally {
          if (asking.get(name) === fetching) asking.delete(name)
        }
      }
    },
    know: (ofRun, refusedKinds) => {
      for (const kind of refusedKinds) has.set(`${kind} ${ofRun}`, false)
    },
  }
}
