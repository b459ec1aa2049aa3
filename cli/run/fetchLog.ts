import type { UnitFetched } from '../../lib/events/events.js'
import { topics } from '../../lib/events/topics.js'
import type { Position } from '../../lib/log/log.js'
import type { Runtime } from '../../lib/runtime.js'

export interface FetchLogReader {
  /** What was appended since the last look, in the order of the log; empty where nothing was. */
  next(): Promise<UnitFetched[]>
}

/** Reads the fetch log from its present end on. */
export async function followFetchLog(runtime: Runtime): Promise<FetchLogReader> {
  const { log, codec } = runtime
  let positions: readonly Position[] = await log.ends([topics.fetchLog])
  return {
    next: async () => {
      const found: UnitFetched[] = []
      const reached: Position[] = []
      for (const position of positions) {
        const { topic, partition, offset } = position
        const events = await log.read({ topic, partition, from: offset })
        await codec.prepare(events)
        for (const { event } of codec.decodeMany(events)) if (event?.type === 'UnitFetched') found.push(event)
        const last = events.at(-1)
        reached.push(last === undefined ? position : { topic, partition, offset: last.offset + 1n })
      }
      positions = reached
      return found
    },
  }
}
