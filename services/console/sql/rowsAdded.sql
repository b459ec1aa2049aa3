-- Rows that events fetched within a time mentioned first, and rows that were there before, by table.
-- $1 begin timestamptz   $2 end timestamptz
SELECT name AS table, before::int, added::int FROM (
  SELECT 'ra_races' AS name, count(*) FILTER (WHERE created_at < $1) AS before, count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) AS added FROM ra_races
  UNION ALL SELECT 'ra_runners', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_runners
  UNION ALL SELECT 'ra_race_results', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_race_results
  UNION ALL SELECT 'ra_mst_horses', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_mst_horses
  UNION ALL SELECT 'ra_horse_pedigree', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_horse_pedigree
  UNION ALL SELECT 'ra_mst_jockeys', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_mst_jockeys
  UNION ALL SELECT 'ra_mst_trainers', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_mst_trainers
  UNION ALL SELECT 'ra_mst_owners', count(*) FILTER (WHERE created_at < $1), count(*) FILTER (WHERE created_at BETWEEN $1 AND $2) FROM ra_mst_owners
) counted;
