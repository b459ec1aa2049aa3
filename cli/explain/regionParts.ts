/** Regions: named by their list, and first and last mentioned by it or by one of their courses. */
import type { PoolClient } from 'pg'
import { sqlFile } from '../../lib/db/sqlFile.js'
import type { StampedState } from '../../lib/explain/entities.js'
import type { Decision, ExplainedEvent } from '../../lib/explain/explanation.js'
import { topics } from '../../lib/events/topics.js'
import type { Runtime } from '../../lib/runtime.js'
import { eventIdOf, eventsOf, explained, listOf, type Found } from './events.js'
import { namingEvents } from './namingEvents.js'
import type { Parts, Row } from './parts.js'

const coursesNamingRegion = sqlFile(import.meta.url, './sql/coursesNamingRegion.sql')

interface CourseNaming {
  readonly column: 'created_at' | 'updated_at'
  readonly course_id: string
  /** ms */
  readonly at: number
}

/** The event that named a course at the instant. */
async function eventOfCourse(runtime: Runtime, { course_id, at }: CourseNaming): Promise<Found | undefined> {
  const found = await namingEvents(runtime, 'course', course_id, { created_at: at, updated_at: null, days: [] })
  return found.get(at)
}

/** What decided the columns of a region; `state` is what its list has told of it, null where it has not. */
export async function regionParts(
  runtime: Runtime,
  client: PoolClient,
  row: Row,
  state: StampedState | null,
): Promise<Parts> {
  const [list, { rows: courses }] = await Promise.all([
    state === null ? [] : eventsOf(runtime, topics.reference, [listOf['region'] ?? '']),
    client.query<CourseNaming>(coursesNamingRegion, [row['code']]),
  ])
  const events = new Map<string, Found>()
  const decidedBy = (one: Found | undefined): string[] => {
    if (one === undefined) return []
    events.set(eventIdOf(one), one)
    return [eventIdOf(one)]
  }
  const listAt = (at: number | null) =>
    list.find(({ event }) => 'fetched_at' in event && Number(event.fetched_at) === at)

  /** The earlier, or later, of what the list and a course say. */
  async function instant(
    column: CourseNaming['column'],
    isBefore: (a: number, b: number) => boolean,
  ): Promise<Decision> {
    const course = courses.find((one) => one.column === column)
    const told = state?.[column] ?? null
    const which = column === 'created_at' ? 'first' : 'last'
    if (told !== null && (course === undefined || !isBefore(course.at, told)))
      return { column, value: told, decided_by: decidedBy(listAt(told)), why: `the ${which} event that names it` }
    if (course === undefined)
      return { column, value: null, decided_by: [], why: 'no event names it: it is fetched for' }
    const by = decidedBy(await eventOfCourse(runtime, course))
    return {
      column,
      value: course.at,
      decided_by: by,
      why: `the ${which} event that names a course of it, ${course.course_id}`,
    }
  }

  const named = state?.columns['name']
  const name: Decision =
    named === undefined
      ? { column: 'name', decided_by: [], why: 'the usual name: no list of regions has told one' }
      : {
          column: 'name',
          value: named[0],
          decided_by: decidedBy(list.find((one) => eventIdOf(one) === named[1][2])),
          why: 'the list of regions',
        }
  const decisions: Decision[] = [
    { column: 'code', value: row['code'], decided_by: [], why: 'fetched for, or the region of a stored course' },
    name,
    await instant('created_at', (a, b) => a < b),
    await instant('updated_at', (a, b) => a > b),
  ]
  const effect = (one: Found) => {
    const columns = decisions.filter(({ decided_by }) => decided_by.includes(eventIdOf(one)))
    return `decides ${columns.map(({ column }) => column).join(', ')}`
  }
  return {
    decisions,
    events: [...events.values()]
      .map((one): ExplainedEvent => explained(one, effect(one)))
      .sort((a, b) => (a.fetched_at < b.fetched_at ? -1 : 1)),
  }
}
