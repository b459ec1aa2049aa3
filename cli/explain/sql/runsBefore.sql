-- The runs of a horse before a race, newest first, each with what the rules of explain look at (lib/explain/statistics.ts).
-- $1 race id   $2 horse id
SELECT 1 AS count, h.race_id, h.horse_id, h.jockey_id, h.race_date, h.course_id, h.race_class, h.distance_group, h.going IS NOT NULL AS going_known,
  h.going_group, h.all_weather, h.jumps, h.position, h.inverse_sp_e10 IS NOT NULL AS priced, h.time_cs IS NOT NULL AS timed
FROM stats_races t JOIN stats_runs h ON h.off_dt < t.off_dt
WHERE t.race_id = $1 AND h.horse_id = $2
ORDER BY h.off_dt DESC, h.race_id COLLATE "C" DESC;
