-- Keeps what superseded events said: a reading, or which other event has the same one.
-- $1 race ids text[]   $2 event ids text[]   $3 readings text[]   $4 same as, event ids text[]   $5 fetched at timestamptz[], element by element
INSERT INTO stats_superseded (race_id, event_id, reading, same_as, fetched_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
ON CONFLICT (race_id, event_id) DO NOTHING;
