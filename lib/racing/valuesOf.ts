/**
 * Properties of many objects as lists, and back. A property whose name is in a variable is looked for in one cache of the whole
 * program, which rows of sixty columns overflow: a fourteenth of the time of a replay's races. Written out as a function of its own,
 * each name has a place.
 */

/** Names become text of a program: only what `JSON.stringify` makes of them, which is a literal whatever they hold. */
const literal = (name: string): string => JSON.stringify(name)

function compiled(parameter: string, expression: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- see the head of this file; avsc does the same
  return new Function(parameter, `return ${expression}`)
}

/** A function that gives the values of some properties of an object, in the order of their names; undefined where there is none. */
export function valuesOf<Item extends object>(
  names: readonly (keyof Item & string)[],
): (item: Readonly<Partial<Item>>) => unknown[] {
  const values = names.map((name) => `item[${literal(name)}]`)
  return compiled('item', `[${values.join(', ')}]`) as (item: Readonly<Partial<Item>>) => unknown[]
}

/** The other way round: an object whose properties have the values of a list, in the order of their names. */
export function objectOf<Item extends object>(
  names: readonly (keyof Item & string)[],
): (values: readonly unknown[]) => Item {
  // In brackets this one is a name like any other.
  const key = (name: string) => (name === '__proto__' ? `[${literal(name)}]` : literal(name))
  const members = names.map((name, i) => `${key(name)}: values[${i}]`)
  return compiled('values', `({ ${members.join(', ')} })`) as (values: readonly unknown[]) => Item
}
