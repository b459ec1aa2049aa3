-- Adds runners, or sets their jockey.
-- $1 race ids text[]   $2 horse ids text[]   $3 jockey ids text[], element by element
INSERT INTO stats_runners (race_id, horse_id, jockey_id)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[])
ON CONFLICT (race_id, horse_id) DO UPDATE SET jockey_id = EXCLUDED.jockey_id;
