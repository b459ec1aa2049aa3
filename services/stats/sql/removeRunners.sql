-- Removes runners that no event supports any more.
-- $1 race ids text[]   $2 horse ids text[], pairwise
DELETE FROM stats_runners USING unnest($1::text[], $2::text[]) AS gone(race_id, horse_id)
WHERE stats_runners.race_id = gone.race_id AND stats_runners.horse_id = gone.horse_id;
