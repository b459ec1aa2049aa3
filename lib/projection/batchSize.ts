export interface Limits {
  readonly events: number
  readonly bytes: number
}

/** How many events to take at once: one when they trickle, thousands in a replay, so that a batch takes about its target time. */
export interface BatchSize {
  limits(): Limits
  /** Tells how long a batch of so many events took, in ms. */
  measured(events: number, ms: number): void
}

export interface BatchSizeOptions {
  /** How long a batch should take, in ms; default 2000. */
  readonly targetMs?: number
  /** Most events of a batch; default 5000. */
  readonly most?: number
  /** Most bytes of a batch; default 8 MiB. */
  readonly bytes?: number
}

/** Events of the first batch, and how far one measurement moves the size: up to so many times, down to one in so many. */
const first = 500
const stride = 4

/**
 * Goes by the time that an event took: as many as fit into the target time. Proportion, not steps: where the machine is busy, halving
 * batch after batch would end at batches so small that what each costs by itself makes every event dearer still. A batch that is
 * small because no more was there says little of large ones, so it moves the size down only when it was too slow itself.
 */
export function createBatchSize({
  targetMs = 2000,
  most = 5000,
  bytes = 8 * 1024 * 1024,
}: BatchSizeOptions = {}): BatchSize {
  let events = Math.min(first, most)
  return {
    limits: () => ({ events, bytes }),
    measured: (handled, ms) => {
      const fitting = Math.floor((handled * targetMs) / Math.max(ms, 1))
      // What bytes limit says nothing about more events; what was too slow says it of as many as there were.
      if (ms > targetMs) events = Math.max(1, Math.ceil(events / stride), Math.min(events, fitting))
      else if (handled >= events) events = Math.min(most, events * stride, fitting)
    },
  }
}
