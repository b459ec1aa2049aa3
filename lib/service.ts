/** A part of the system that runs until it is stopped or fails. */
export interface RunningService {
  readonly name: string
  /** Resolves after `stop()`; rejects with what ended the service. */
  readonly done: Promise<void>
  /** Finishes the unit or batch in hand, then ends (≤ 5 s). */
  stop(): Promise<void>
}

/** Services as one, under the name of the first: when one fails, all of them end. */
export function together(first: RunningService, ...others: readonly RunningService[]): RunningService {
  const all = [first, ...others]
  const stop = async () => {
    await Promise.all(all.map((service) => service.stop()))
  }
  const done = Promise.all(all.map((service) => service.done)).then(
    () => undefined,
    async (error: unknown) => {
      await stop()
      throw error
    },
  )
  done.catch(() => undefined)
  return { name: first.name, done, stop }
}
