import { systemClock } from '../../lib/clock.js'

/** In ms; a limit for what hangs, on a machine that has much else to do. */
export const patienceMs = 200_000

/** Waits until something holds; throws, naming it, when patience ends. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`not in time: ${what}`)
    await systemClock.sleep(20)
  }
}
