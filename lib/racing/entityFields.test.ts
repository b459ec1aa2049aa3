import { expect, test } from 'vitest'
import { cardEvent, cardRace, cardRunner, resultEvent, resultRace, resultRunner } from '../../test/racing/builders.js'
import { readEntities } from './entities.js'
import { cardFields, resultFields } from './entityFields.js'
import type { RaceEvent } from './readings.js'

/** The value, and the paths of all members that anyone asks it for; items of lists have the path of their list. */
function watched(value: unknown, path: string, asked: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => watched(item, path, asked))
  return new Proxy(value, {
    get: (target, name) => {
      const inner = path === '' ? String(name) : `${path}.${String(name)}`
      asked.add(inner)
      return watched(Reflect.get(target, name), inner, asked)
    },
  })
}

function pathsOf(fields: object, path = ''): string[] {
  return (Object.entries(fields) as [string, unknown][]).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`
    return typeof inner === 'object' && inner !== null ? [own, ...pathsOf(inner, own)] : [own]
  })
}

test.each<[string, RaceEvent, object]>([
  ['card', cardEvent(5, cardRace([cardRunner('a'), cardRunner('b', { odds: [{ bookmaker: 'X' }] })])), cardFields],
  ['result', resultEvent(5, resultRace([resultRunner('a'), resultRunner('b')])), resultFields],
])('the fields of a %s that entities are read from are those that are asked for', (_name, event, fields) => {
  const asked = new Set<string>()
  const read = readEntities({ ...event, race: watched(event.race, '', asked) })
  expect(read).toEqual(readEntities(event))
  expect([...asked].sort()).toEqual(pathsOf(fields).sort())
})
