import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { projectRoot } from '../../../lib/projectRoot.js'
import { courseKey } from '../../../lib/racing/course.js'

export interface Coordinates {
  /** Where a course is, by its name; undefined where the file has none, or there is no name. Degrees as printed. */
  of(name: unknown): { readonly latitude: string; readonly longitude: string } | undefined
}

interface Entry {
  readonly course: string
  readonly latitude: string
  readonly longitude: string
}

/** The reference file of course coordinates that comes with the project; they are no API data. */
export function shippedCoordinates(): Coordinates {
  const file = join(
    projectRoot(dirname(fileURLToPath(import.meta.url))),
    'services',
    'projector',
    'reference',
    'courseCoordinates.json',
  )
  const entries = JSON.parse(readFileSync(file, 'utf8')) as readonly Entry[]
  const places = new Map(entries.map((entry) => [courseKey(entry.course), entry]))
  return { of: (name) => (typeof name === 'string' ? places.get(courseKey(name)) : undefined) }
}
