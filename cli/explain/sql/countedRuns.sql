-- The runs of a row of statistics: counted by what the rules of explain look at (lib/explain/statistics.ts), and the newest of them.
-- $1, $2 the key, as far as it goes, then how many runs are listed int8   The names in braces are replaced: a condition on a run h, and
-- the last parameter.
WITH runs AS MATERIALIZED (
  SELECT race_id, horse_id, off_dt, race_date, race_class, distance_group, going IS NOT NULL AS going_known, position,
    inverse_sp_e10 IS NOT NULL AS priced, time_cs IS NOT NULL AS timed
  FROM stats_runs h WHERE {condition}
), counted AS (
  SELECT count(*) AS count, CASE WHEN race_date > as_of - 30 THEN race_date END AS race_date, race_class, distance_group, going_known,
    CASE WHEN position <= 3 THEN position END AS position, priced, timed
  FROM runs CROSS JOIN stats_clock
  GROUP BY 2, 3, 4, 5, 6, 7, 8
), newest AS (
  SELECT race_id, horse_id, race_date, position, off_dt FROM runs
  ORDER BY off_dt DESC, race_id COLLATE "C" DESC, horse_id LIMIT {limit}
)
SELECT as_of, (SELECT coalesce(json_agg(counted), '[]') FROM counted) AS facts,
  (SELECT coalesce(json_agg(newest ORDER BY off_dt DESC, race_id COLLATE "C" DESC, horse_id), '[]') FROM newest) AS newest
FROM stats_clock;
