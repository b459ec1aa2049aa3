-- Removes facts.
-- $1 race ids text[]   $2 horse ids text[], pairwise
DELETE FROM stats_runs USING unnest($1::text[], $2::text[]) AS gone(race_id, horse_id)
WHERE stats_runs.race_id = gone.race_id AND stats_runs.horse_id = gone.horse_id;
