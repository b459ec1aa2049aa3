// Which goings each course has had: a projection with a table of its own. Run it: docs/projections.md.
import type { Projection } from '../../lib/projection/index.js'
import { topics } from '../../lib/events/topics.js'

export const table = `CREATE TABLE IF NOT EXISTS going_by_course (
  race_id text PRIMARY KEY, course text NOT NULL, going text NOT NULL, fetched_at bigint NOT NULL)`

export const goingByCourse: Projection = {
  group: 'going-by-course',
  topics: [topics.results],
  async apply(events, client) {
    const results = events.flatMap(({ event }) => (event.type === 'ResultFetched' ? [event] : []))
    await client.query(
      `INSERT INTO going_by_course AS held
       SELECT DISTINCT ON (race_id) * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[])
         AS new(race_id, course, going, fetched_at) ORDER BY race_id, fetched_at DESC
       ON CONFLICT (race_id) DO UPDATE SET course = EXCLUDED.course, going = EXCLUDED.going, fetched_at = EXCLUDED.fetched_at
       WHERE EXCLUDED.fetched_at > held.fetched_at`,
      [
        results.map((event) => event.race_id),
        results.map((event) => event.race.course ?? ''),
        results.map((event) => event.race.going ?? ''),
        results.map((event) => event.fetched_at),
      ],
    )
  },
}
