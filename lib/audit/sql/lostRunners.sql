-- Races where the three tables of runners disagree: a runner of the result that is no runner of the race, a finisher without its
-- result, a result without any row, a runner without features.
-- $1 first date or null   $2 last date or null
WITH races AS (
  SELECT race_id, date, course_name, has_result FROM ra_races
  WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
), lost AS (
  SELECT s.race_id, s.horse_id, 'ran but is no runner of the race' AS what FROM ra_race_results s JOIN races USING (race_id)
    LEFT JOIN ra_runners u USING (race_id, horse_id) WHERE u.race_id IS NULL
  UNION ALL
  SELECT u.race_id, u.horse_id, 'has a position but no result' FROM ra_runners u JOIN races USING (race_id)
    LEFT JOIN ra_race_results s USING (race_id, horse_id) WHERE u.position_code IS NOT NULL AND s.race_id IS NULL
  UNION ALL
  SELECT u.race_id, u.horse_id, 'has no features' FROM ra_runners u JOIN races USING (race_id)
    LEFT JOIN ra_runner_statistics f USING (race_id, horse_id) WHERE f.race_id IS NULL
  UNION ALL
  SELECT f.race_id, f.horse_id, 'has features but is no runner of the race' FROM ra_runner_statistics f JOIN races USING (race_id)
    LEFT JOIN ra_runners u USING (race_id, horse_id) WHERE u.race_id IS NULL
  UNION ALL
  SELECT r.race_id, NULL, 'the result has no runner' FROM races r WHERE r.has_result AND NOT EXISTS (SELECT FROM ra_race_results s WHERE s.race_id = r.race_id)
)
SELECT race_id AS key, date, course_name AS course,
  coalesce(min(horse_id) || CASE WHEN count(DISTINCT horse_id) > 1 THEN ' and ' || count(DISTINCT horse_id) - 1 || ' more' ELSE '' END || ' ', '')
    || string_agg(DISTINCT what, '; ') AS detail
FROM lost JOIN races USING (race_id) GROUP BY race_id, date, course_name ORDER BY date, key;
