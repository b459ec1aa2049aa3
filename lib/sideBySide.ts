/**
 * Works through items in their order, some at a time. Where one fails no other is begun, those in hand are waited for, and the first
 * error is thrown.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = [...items]
  const errors: unknown[] = []
  async function workOn(): Promise<void> {
    for (let item = left.shift(); item !== undefined; item = left.shift())
      try {
        await work(item)
      } catch (error) {
        errors.push(error)
        left.length = 0
      }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, workOn))
  if (errors.length > 0) throw errors[0]
}
