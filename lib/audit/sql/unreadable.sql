-- Values that were sent and could not be read, by column; and what domain rules count rather than store.
-- $1 first date or null   $2 last date or null
WITH races AS (
  SELECT * FROM ra_races WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
), results AS (
  SELECT * FROM ra_race_results WHERE race_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
)
SELECT field, rows, example FROM (
  SELECT 'starting price' AS field, count(*)::int AS rows, min(sp) AS example FROM results WHERE sp IS NOT NULL AND sp_decimal IS NULL AND upper(sp) NOT IN ('SP', '-', '–')
  UNION ALL SELECT 'finishing time', count(*)::int, min(time_display) FROM results WHERE time_display IS NOT NULL AND time_seconds IS NULL
  UNION ALL SELECT 'position', count(*)::int, min(position_code) FROM results WHERE position IS NULL AND position_code IS NOT NULL
    AND upper(position_code) NOT IN ('PU', 'F', 'UR', 'U', 'BD', 'RO', 'RR', 'REF', 'SU', 'CO', 'LFT', 'DSQ', 'VOI', 'VO', 'NR', 'WDU', 'DIED', '0')
  UNION ALL SELECT 'winning time', count(*)::int, min(winning_time_detail) FROM races WHERE winning_time_detail IS NOT NULL AND winning_time_seconds IS NULL
  UNION ALL SELECT 'distance of a race', count(*)::int, min(coalesce(distance, distance_round, race_id)) FROM races WHERE distance_yards IS NULL
  UNION ALL SELECT 'off time (noon stands in)', count(*)::int, min(race_id) FROM races WHERE off_time IS NULL
  UNION ALL SELECT 'going without a group', count(*)::int, min(going) FROM races
    WHERE going IS NOT NULL AND surface IS DISTINCT FROM 'AW' AND lower(going) NOT IN ('hard', 'firm', 'good to firm', 'good', 'good to yielding', 'good to soft',
      'yielding', 'yielding to soft', 'soft', 'very soft', 'soft to heavy', 'heavy', 'holding', 'standard', 'standard to slow', 'standard to fast', 'slow', 'fast')
) counted WHERE rows > 0 ORDER BY field;
