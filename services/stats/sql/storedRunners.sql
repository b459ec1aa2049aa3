-- The runners of some races.
-- $1 race ids text[]
SELECT race_id, horse_id, jockey_id FROM stats_runners WHERE race_id = ANY ($1::text[]);
