-- How many rows the large tables have, so that nobody waits while millions are counted. Whoever changes a table counts along, in
-- the same transaction: the sum over a table's rows here is what count(*) would say, in every snapshot, whatever was rolled back,
-- and it is rebuilt, swapped and rolled back with its schema.
CREATE TABLE row_counts (
  table_name text NOT NULL,
  slot int NOT NULL,
  rows bigint NOT NULL,
  PRIMARY KEY (table_name, slot)
) WITH (fillfactor = 50);
COMMENT ON TABLE row_counts IS 'Number of rows of the large tables: the sum over the slots of a table is exact.';
COMMENT ON COLUMN row_counts.slot IS 'Who counted, by the number of its server process: two writers of a table do not wait for each other.';
COMMENT ON COLUMN row_counts.rows IS 'Rows added less rows removed; of one slot alone it may be negative.';

-- A trigger knows which schema its table is in at that moment; search_path may lead elsewhere when somebody writes by hand.
CREATE FUNCTION count_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changes bigint;
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    EXECUTE format('DELETE FROM %I.row_counts WHERE table_name = $1', TG_TABLE_SCHEMA) USING TG_TABLE_NAME;
    RETURN NULL;
  END IF;
  SELECT count(*) INTO changes FROM changed;
  IF changes = 0 THEN
    RETURN NULL;
  END IF;
  EXECUTE format('INSERT INTO %I.row_counts AS c (table_name, slot, rows) VALUES ($1, $2, $3)
    ON CONFLICT (table_name, slot) DO UPDATE SET rows = c.rows + EXCLUDED.rows', TG_TABLE_SCHEMA)
    USING TG_TABLE_NAME, pg_backend_pid() % 1024, CASE TG_OP WHEN 'INSERT' THEN changes ELSE -changes END;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION count_rows IS 'Keeps row_counts.';

-- The triggers first: nobody else writes from there to the end of the migration.
DO $$
DECLARE
  counted text;
BEGIN
  FOREACH counted IN ARRAY ARRAY['ra_races', 'ra_runners', 'ra_race_results', 'ra_mst_horses', 'ra_horse_pedigree'] LOOP
    EXECUTE format('CREATE TRIGGER count_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    EXECUTE format('CREATE TRIGGER count_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    EXECUTE format('CREATE TRIGGER count_truncated AFTER TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION count_rows()', counted);
    EXECUTE format('INSERT INTO row_counts SELECT %L, 0, count(*) FROM %I', counted, counted);
  END LOOP;
END $$;

-- Horses with a birth date are all but these.
CREATE INDEX ra_mst_horses_undated ON ra_mst_horses (horse_id) WHERE dob IS NULL;
