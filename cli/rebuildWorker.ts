/** The program of a thread that replays one group of a rebuild (rebuildThread.ts). */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { threadGivesWay } from '../lib/priority.js'
import { replayHere } from '../lib/rebuild/replay.js'
import { openRebuild } from './rebuildSession.js'
import type { Ended, Request, WorkerStart } from './rebuildThread.js'

async function work(port: MessagePort, { databaseUrl, start }: WorkerStart): Promise<void> {
  threadGivesWay()
  const { plan, tools, close } = await openRebuild(databaseUrl)
  const replay = replayHere(plan, tools, start)
  replay.failed.catch((error: unknown) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error))
    port.postMessage({ message, stack } satisfies Ended)
  })
  port.on('message', (request: Request) => {
    if (request === 'endFilling') replay.endFilling()
    else if (request !== 'stop') replay.raise(request.raise)
    else
      void replay
        .stop()
        .then(close)
        .finally(() => port.close())
  })
}

if (parentPort !== null) await work(parentPort, workerData as WorkerStart)
