-- The widest tables have 40 to 80 columns. ANALYZE looks at 300 rows for each entry of a column's statistics: with 30 entries it reads 9,000
-- rows, not 30,000, each of them column by column. How many rows an id or a date has is estimated as well by them; autovacuum and the
-- end of a rebuild take a third of the time.
DO $$
DECLARE
  one record;
BEGIN
  FOR one IN
    SELECT c.relname AS of, a.attname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND a.attstattarget IS NULL
      AND c.relname IN ('ra_races', 'ra_runners', 'ra_race_results', 'ra_runner_statistics', 'ra_entity_combinations',
        'ra_performance_by_distance', 'ra_performance_by_venue')
  LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 30', one.of, one.name);
  END LOOP;
END $$;
