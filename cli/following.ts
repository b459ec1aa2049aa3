import { untilAborted } from '../lib/clock.js'

/** What a start follows. */
export interface Followed {
  /** Whether everything asked for is fetched and applied. */
  settled(): Promise<boolean>
  /** Told once it is. */
  summary(): Promise<string>
  /** Waits for a moment between two looks, or until it is to stop. */
  rest(stopping: AbortSignal): Promise<void>
  readonly say: (line: string) => void
  /** Ends then. */
  readonly once: boolean
}

/** Waits for everything to be settled, and then, unless it is for once, until it is stopped, whenever that comes. */
export async function follow(followed: Followed, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted && !(await followed.settled())) await followed.rest(stopping)
  if (stopping.aborted) return
  const summary = await followed.summary()
  followed.say(summary)
  if (followed.once || stopping.aborted) return
  followed.say('Following; Ctrl+C ends it.')
  await untilAborted(stopping)
}
