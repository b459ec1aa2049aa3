/**
 * The replay of one group in a thread of its own, so that decoding and merging of the groups do not wait for each other.
 * The thread opens everything for itself; what passes between it and the rebuild are positions and how it ended.
 */
import { Worker } from 'node:worker_threads'
import type { Position } from '../lib/log/log.js'
import type { Replay, ReplayStart } from '../lib/rebuild/plan.js'

/** What a thread is given. */
export interface WorkerStart {
  readonly databaseUrl: string
  readonly start: ReplayStart
}

/** What a thread is asked. */
export type Request = { readonly raise: readonly Position[] } | 'endFilling' | 'stop'

/** How a replay ended by itself; an error does not keep its class between threads. */
export interface Ended {
  readonly message: string
  readonly stack: string | undefined
}

const program = new URL('./rebuildWorker.js', import.meta.url)

/** Starts a replay in a thread. */
export function replayInThread(databaseUrl: string, start: ReplayStart): Replay {
  const data: WorkerStart = { databaseUrl, start }
  const worker = new Worker(program, { workerData: data })
  const send = (request: Request) => worker.postMessage(request)
  let fail: (error: unknown) => void = () => undefined
  const failed = new Promise<never>((_resolve, reject) => (fail = reject))
  failed.catch(() => undefined)
  let stopping = false
  const over = new Promise<void>((resolve) =>
    worker.once('exit', (code) => {
      if (!stopping) fail(new Error(`the thread of ${start.group} ended with ${code}`))
      resolve()
    }),
  )
  worker.once('error', fail)
  worker.once('message', ({ message, stack }: Ended) => fail(Object.assign(new Error(message), { stack })))
  return {
    raise: (positions) => send({ raise: positions }),
    endFilling: () => send('endFilling'),
    failed,
    stop: async () => {
      stopping = true
      send('stop')
      await over
    },
  }
}
