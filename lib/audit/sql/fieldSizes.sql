-- Races whose field size does not fit their runners: with a result it is the number of runs; before it there are at least as many
-- declared (cards keep non-runners, marked or not, so there may be more).
-- $1 first date or null   $2 last date or null
WITH races AS (
  SELECT race_id, date, course_name, field_size, has_result FROM ra_races
  WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') AND NOT is_abandoned
), ran AS (
  SELECT race_id, count(*) FILTER (WHERE upper(coalesce(position_code, '')) NOT IN ('NR', 'WDU', 'VOI', 'VO'))::int AS runs
  FROM ra_race_results WHERE race_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') GROUP BY race_id
), declared AS (
  SELECT u.race_id, count(*)::int AS runners
  FROM ra_runners u JOIN races r USING (race_id) WHERE NOT r.has_result GROUP BY u.race_id
)
SELECT race_id AS key, date, course_name AS course,
  'field size ' || coalesce(field_size::text, 'unknown') || CASE WHEN has_result THEN ', but ' || coalesce(runs, 0) || ' runs in the result'
    ELSE ', but ' || runners || ' declared' END AS detail
FROM races LEFT JOIN ran USING (race_id) LEFT JOIN declared USING (race_id)
WHERE CASE WHEN has_result THEN field_size IS DISTINCT FROM coalesce(runs, 0)
  ELSE field_size > runners END
ORDER BY date, key;
