-- Notes result events of races; what a superseded one said stays with it.
-- $1 race ids text[]   $2 event ids text[]   $3 final boolean[]   $4 fetch times, ms bigint[]   $5 readings text[], null for the one that counts
INSERT INTO stats_result_versions AS v (race_id, event_id, is_final, fetched_at, reading)
SELECT race_id, event_id, is_final, to_timestamp(at_ms / 1000.0), reading
FROM unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[], $5::text[]) AS n(race_id, event_id, is_final, at_ms, reading)
ON CONFLICT (race_id, event_id) DO UPDATE SET reading = EXCLUDED.reading
  WHERE v.reading IS NULL AND EXCLUDED.reading IS NOT NULL;
