/** A request as it arrived. */
export interface RecordedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly method: string
  /** Path with its query. */
  readonly path: string
  /** 0 while it is being answered. */
  readonly status: number
}

export interface RequestLog {
  /** Records an arrival; the function returned sets its status. */
  arrived(request: { at: number; method: string; path: string }): (status: number) => void
  /** Arrivals in order, the newest `capacity` of them. */
  all(): readonly RecordedRequest[]
  clear(): void
}

/** Remembers arrivals in a ring, so that a simulator that runs for weeks does not grow. */
export function createRequestLog(capacity: number): RequestLog {
  let entries: { at: number; method: string; path: string; status: number }[] = []
  let oldest = 0
  return {
    arrived(request) {
      const entry = { ...request, status: 0 }
      if (entries.length < capacity) entries.push(entry)
      else {
        entries[oldest] = entry
        oldest = (oldest + 1) % capacity
      }
      return (status) => {
        entry.status = status
      }
    },
    all: () => [...entries.slice(oldest), ...entries.slice(0, oldest)],
    clear() {
      entries = []
      oldest = 0
    },
  }
}
