-- What a row of features is of.
-- $1 race id   $2 horse id
SELECT t.race_date, t.course_id, t.distance_group, r.jockey_id
FROM stats_runners r JOIN stats_races t USING (race_id)
WHERE r.race_id = $1 AND r.horse_id = $2;
