import type { SubscribeOptions, Subscription } from '../../lib/log/log.js'

/** When a silent group is replaced: longer than a busy machine takes to join one and apply the first batch. */
export const stallMs = 4000

/** Something to wait for, and the way to end the waiting. */
export function gate(): { readonly passed: Promise<void>; open(): void } {
  let open = () => {}
  const passed = new Promise<void>((resolve) => (open = resolve))
  return { passed, open }
}

/**
 * A subscription that holds a topic and is never given an event. kafkajs has stalls of this kind after rebalances
 * (tulios/kafkajs#1720): a member that is assigned and never asked.
 */
export async function silent(options: SubscribeOptions, topic: string): Promise<Subscription> {
  await options.positions([{ topic, partition: 0 }])
  const end = gate()
  return { done: end.passed, stop: () => Promise.resolve(end.open()) }
}
