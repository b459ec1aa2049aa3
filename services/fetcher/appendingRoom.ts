/** How many units may be appended at once while calls go on: what is on its way to the log when a fetcher is killed was called for nothing. */
export interface AppendingRoom {
  /** Counts a unit in while it is appended. */
  during<T>(append: () => Promise<T>): Promise<T>
  /** Resolves when fewer than the most are being appended, or when the signal is aborted. */
  free(signal?: AbortSignal): Promise<void>
}

/** Room for `most` units. */
export function createAppendingRoom(most: number): AppendingRoom {
  let appending = 0
  let waiting: (() => void)[] = []
  const wakeAll = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  return {
    during: async (append) => {
      appending += 1
      try {
        return await append()
      } finally {
        appending -= 1
        wakeAll()
      }
    },
    free: async (signal) => {
      signal?.addEventListener('abort', wakeAll)
      try {
        while (appending >= most && signal?.aborted !== true) await new Promise<void>((wake) => waiting.push(wake))
      } finally {
        signal?.removeEventListener('abort', wakeAll)
      }
    },
  }
}
