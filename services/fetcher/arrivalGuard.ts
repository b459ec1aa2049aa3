/**
 * Calls count where they arrive, and a call can be late on its way: then the call a second after it, sent in time, would be one
 * too many in that second. How late a call was is known at the most: by how much its answer took longer than the quickest
 * answers do. The guard holds back the call that follows it after a second by so much, within a bound, so that a slow API
 * costs no part of the rate. The first calls of a process make connections and are slow in all they do: their bound is wider.
 */
export interface ArrivalGuard {
  /** A call starts; call what is returned when its answer begins. Times are of performance.now(). */
  started(at: number): (heardAt: number) => void
  /** The earliest moment of the next call, whose turn is at some moment. */
  earliest(turn: number): number
}

interface Start {
  readonly at: number
  readonly mostMs: number
  heardAt: number | undefined
}

const latenciesKept = 64
/** The quickest answer was under way as well, in ms. */
const transitMs = 3
const mostOfFirstMs = 1000
/** The first calls are those of so many periods: the quickest of few answers tells little. */
const firstPeriods = 3

/** A guard of `rate` calls per second; a call that was not answered yet counts as late by `mostMs`. */
export function createArrivalGuard(rate: number, mostMs: number): ArrivalGuard {
  const calls = Math.max(1, Math.ceil(rate))
  const periodMs = (calls * 1000) / rate
  const window: Start[] = []
  const latencies: number[] = []
  let answers = 0
  const isFirst = () => answers < firstPeriods * calls
  const quickest = () => (isFirst() ? 0 : Math.min(...latencies))
  return {
    started: (at) => {
      const start: Start = { at, mostMs: isFirst() ? mostOfFirstMs : mostMs, heardAt: undefined }
      window.push(start)
      if (window.length > calls) window.shift()
      return (heardAt) => {
        start.heardAt = heardAt
        answers += 1
        latencies.push(heardAt - at)
        if (latencies.length > latenciesKept) latencies.shift()
      }
    },
    earliest: (turn) => {
      const [oldest] = window
      if (oldest === undefined || window.length < calls) return -Infinity
      const late = oldest.heardAt === undefined ? oldest.mostMs : oldest.heardAt - oldest.at - quickest()
      return Math.min(oldest.at + periodMs + Math.min(late, oldest.mostMs) + transitMs, turn + oldest.mostMs)
    },
  }
}
