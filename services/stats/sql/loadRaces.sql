-- The stored state of some races.
-- $1 race ids text[]
SELECT race_id, state, race_date, (extract(epoch FROM off_dt) * 1000)::double precision AS off_dt, course_id, distance_group
FROM stats_races WHERE race_id = ANY ($1::text[]);
