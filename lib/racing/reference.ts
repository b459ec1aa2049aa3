import { asList, asObject } from './apiObject.js'
import { bookmakerOf } from './bookmaker.js'
import type { BookmakerFact, CourseFact, RegionFact } from './entityFacts.js'
import { readFlag } from './flag.js'
import { readRegion } from './horseName.js'
import type { OnUnreadable } from './readings.js'
import { readId, readLabel } from './text.js'

/** The entries of `/courses`; without an id none. Region codes in upper case. */
export function readCourses(items: unknown, on?: OnUnreadable): CourseFact[] {
  return asList(items).flatMap((item) => {
    const course = asObject(item)
    const id = course === null ? null : readId(course.id ?? course.course_id, 'courses.id', on)
    if (course === null || id === null) return []
    return {
      course_id: id,
      name: readLabel(course.course, 'courses.course', on),
      region_code: readRegion(course.region_code, 'courses.region_code', on),
      region: readLabel(course.region, 'courses.region', on),
    }
  })
}

/** The entries of `/courses/regions`; without a code none. */
export function readRegions(items: unknown, on?: OnUnreadable): RegionFact[] {
  return asList(items).flatMap((item) => {
    const region = asObject(item)
    const code = region === null ? null : readRegion(region.region_code, 'regions.region_code', on)
    return region === null || code === null ? [] : { code, name: readLabel(region.region, 'regions.region', on) }
  })
}

/** Entries of a bookmaker list: names, or objects with a name; the type and state of an unknown one as sent, else online and active. */
export function readBookmakers(items: unknown, on?: OnUnreadable): BookmakerFact[] {
  return asList(items).flatMap((item) => {
    const entry = asObject(item)
    const name = readLabel(entry === null ? item : (entry.name ?? entry.bookmaker), 'bookmakers.name', on)
    const bookmaker = name === null ? null : bookmakerOf(name)
    if (bookmaker === null) return []
    const type = entry?.type
    return {
      ...bookmaker,
      type: type === 'online' || type === 'exchange' || type === 'spread' ? type : bookmaker.type,
      is_active:
        entry === null || entry.is_active === undefined ? true : readFlag(entry.is_active, 'bookmakers.is_active', on),
    }
  })
}
