-- Stores the state and facts of races.
-- $1 race ids text[]   $2 states text[]   $3 dates date[]   $4 off times, ms bigint[]   $5 course ids text[]   $6 distance groups int[]
INSERT INTO stats_races (race_id, state, race_date, off_dt, course_id, distance_group)
SELECT race_id, state, race_date, to_timestamp(off_ms / 1000.0), course_id, distance_group
FROM unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::text[], $6::int[])
  AS r(race_id, state, race_date, off_ms, course_id, distance_group)
ON CONFLICT (race_id) DO UPDATE SET state = EXCLUDED.state, race_date = EXCLUDED.race_date, off_dt = EXCLUDED.off_dt,
  course_id = EXCLUDED.course_id, distance_group = EXCLUDED.distance_group;
