-- Stores the state and facts of races.
-- $1 race ids text[]   $2 states text[]   $3 dates date[]   $4 off times, ms bigint[]   $5 course ids text[]   $6 distance groups int[]
-- $7 known since, $8 result since, $9 believed since, timestamptz[]
INSERT INTO stats_races (race_id, state, race_date, off_dt, course_id, distance_group, known_since, result_since, believed_since)
SELECT race_id, state, race_date, to_timestamp(off_ms / 1000.0), course_id, distance_group, known_since, result_since, believed_since
FROM unnest($1::text[], $2::text[], $3::date[], $4::bigint[], $5::text[], $6::int[], $7::timestamptz[], $8::timestamptz[], $9::timestamptz[])
  AS r(race_id, state, race_date, off_ms, course_id, distance_group, known_since, result_since, believed_since)
ON CONFLICT (race_id) DO UPDATE SET state = EXCLUDED.state, race_date = EXCLUDED.race_date, off_dt = EXCLUDED.off_dt,
  course_id = EXCLUDED.course_id, distance_group = EXCLUDED.distance_group, known_since = EXCLUDED.known_since,
  result_since = EXCLUDED.result_since, believed_since = EXCLUDED.believed_since;
