-- Keeps what superseded events said.
-- $1 race ids text[]   $2 event ids text[]   $3 readings text[], element by element
INSERT INTO stats_superseded (race_id, event_id, reading)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
ON CONFLICT (race_id, event_id) DO NOTHING;
