-- Removes the features of runners that are gone.
-- $1 race ids text[]   $2 horse ids text[], pairwise
DELETE FROM ra_runner_statistics t USING unnest($1::text[], $2::text[]) AS gone(race_id, horse_id)
WHERE t.race_id = gone.race_id AND t.horse_id = gone.horse_id;
