/** How many events to take at once: one when they trickle, thousands in a replay, so that a batch takes about its target time. */
export interface BatchSize {
  limits(): { readonly events: number; readonly bytes: number }
  /** Tells how long a batch of so many events took, in ms. */
  measured(events: number, ms: number): void
}

const smallest = 100

/** Starts small, doubles while batches are quick and full, halves when they take too long. */
export function createBatchSize(options: { targetMs?: number; most?: number; bytes?: number } = {}): BatchSize {
  const targetMs = options.targetMs ?? 2000
  const most = options.most ?? 5000
  let events = Math.min(500, most)
  return {
    limits: () => ({ events, bytes: options.bytes ?? 8 * 1024 * 1024 }),
    measured: (handled, ms) => {
      if (ms > targetMs) events = Math.max(Math.min(smallest, most), Math.floor(events / 2))
      else if (ms < targetMs / 2 && handled >= events) events = Math.min(most, events * 2)
    },
  }
}
