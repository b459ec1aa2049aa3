-- Races that rows belong to and that are not there themselves.
-- $1 first date or null   $2 last date or null
WITH named AS (
  SELECT race_id, NULL::date AS date, 'ra_runners' AS at FROM ra_runners
  UNION ALL SELECT race_id, race_date, 'ra_race_results' FROM ra_race_results
  UNION ALL SELECT race_id, NULL, 'ra_runner_statistics' FROM ra_runner_statistics
  UNION ALL SELECT race_id, NULL, 'race_state' FROM race_state
)
SELECT race_id AS key, max(n.date) AS date, NULL::text AS course,
  'rows in ' || string_agg(DISTINCT at, ', ' ORDER BY at) || ' but no race' AS detail
FROM named n LEFT JOIN ra_races r USING (race_id) WHERE r.race_id IS NULL
GROUP BY race_id
HAVING coalesce(max(n.date), '-infinity') BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') OR max(n.date) IS NULL
ORDER BY 1;
