-- Least privilege: one role for each part, with what it needs and nothing else. Run by the owner of the database, or a superuser,
-- after every `darkhorses migrate`: psql -v ON_ERROR_STOP=1 -f infra/roles.sql "$DATABASE_URL". It may run again at any time.
--
--   darkhorses_owner      owns everything: migrate, and commands that steer or repair
--   darkhorses_fetcher    what the fetcher knows, and the log        darkhorses_rebuild   as the owner: it makes and swaps schemas
--   darkhorses_projector  races, runners, results                    darkhorses_console   reads everything, writes alerts
--   darkhorses_entities   masters, pedigree, links                   darkhorses_reader    reads tables and views: ML, Grafana
--   darkhorses_stats      statistics and features
--
-- They cannot log in. Give each service a login of its own: CREATE ROLE horses_stats LOGIN PASSWORD '…' IN ROLE darkhorses_stats.
-- The one that runs `migrate` should be darkhorses_owner itself (ALTER ROLE darkhorses_owner LOGIN PASSWORD '…'), so that it owns
-- what it makes. test/infra/roles.test.ts holds every service to its role.

DO $$
DECLARE
  part text;
BEGIN
  FOREACH part IN ARRAY ARRAY['owner', 'fetcher', 'projector', 'entities', 'stats', 'rebuild', 'console', 'reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'darkhorses_' || part) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', 'darkhorses_' || part);
    END IF;
  END LOOP;
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO darkhorses_owner, darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_rebuild, darkhorses_console, darkhorses_reader', current_database());
  -- Bulk writes go by way of temporary tables.
  EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO darkhorses_owner, darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_rebuild', current_database());
  EXECUTE format('GRANT CREATE ON DATABASE %I TO darkhorses_owner, darkhorses_rebuild', current_database());
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT darkhorses_owner TO darkhorses_rebuild;

-- Begin from nothing, so that a privilege that is no longer wanted goes.
REVOKE ALL ON ALL TABLES IN SCHEMA racing, fetching, log, rebuilding
  FROM darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_console, darkhorses_reader;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA racing, fetching, log, rebuilding
  FROM darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_console, darkhorses_reader;

GRANT ALL ON SCHEMA racing, fetching, log, rebuilding TO darkhorses_owner;
GRANT ALL ON ALL TABLES IN SCHEMA racing, fetching, log, rebuilding TO darkhorses_owner;
GRANT ALL ON ALL SEQUENCES IN SCHEMA racing, fetching, log, rebuilding TO darkhorses_owner;

-- Readers.
GRANT USAGE ON SCHEMA racing, fetching TO darkhorses_reader, darkhorses_console;
GRANT SELECT ON ALL TABLES IN SCHEMA racing, fetching TO darkhorses_reader, darkhorses_console;
GRANT USAGE ON SCHEMA log, rebuilding TO darkhorses_console;
GRANT SELECT ON ALL TABLES IN SCHEMA log, rebuilding TO darkhorses_console;
GRANT INSERT, UPDATE ON fetching.alerts, fetching.alert_watch, fetching.alert_subjects TO darkhorses_console;
-- A table that a migration adds later is readable before this file runs again.
ALTER DEFAULT PRIVILEGES IN SCHEMA racing, fetching GRANT SELECT ON TABLES TO darkhorses_reader, darkhorses_console;

-- Every group: its books, and the log where it is in this database (reading takes leases, dead letters and settled races are
-- appended). Nobody but the owner changes or deletes an event.
GRANT USAGE ON SCHEMA log TO darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT SELECT ON ALL TABLES IN SCHEMA log TO darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT INSERT ON log.log_events, log.schema_registry TO darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT UPDATE ON log.log_partitions TO darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT INSERT, UPDATE, DELETE ON log.log_members, log.log_leases TO darkhorses_fetcher, darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT USAGE ON SCHEMA racing TO darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_fetcher;
GRANT SELECT ON ALL TABLES IN SCHEMA racing TO darkhorses_projector, darkhorses_entities, darkhorses_stats, darkhorses_fetcher;
GRANT INSERT, UPDATE ON racing.projection_positions, racing.projection_groups, racing.projection_ends, racing.projection_waiting,
  racing.dead_letters, racing.event_places TO darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT INSERT, DELETE ON racing.outbox TO darkhorses_projector, darkhorses_entities, darkhorses_stats;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA racing TO darkhorses_projector, darkhorses_entities, darkhorses_stats;

-- Whoever adds rows to a large table or removes some counts along.
GRANT INSERT, UPDATE ON racing.row_counts TO darkhorses_projector, darkhorses_entities;

-- projector
GRANT INSERT, UPDATE, DELETE ON racing.ra_races, racing.ra_runners, racing.ra_race_results, racing.race_state TO darkhorses_projector;

-- entities: masters with the columns that are its own, courses and regions, pedigree, links
GRANT INSERT, UPDATE, DELETE ON racing.ra_mst_horses, racing.ra_horse_pedigree, racing.ra_mst_jockeys, racing.ra_mst_trainers,
  racing.ra_mst_owners, racing.ra_mst_sires, racing.ra_mst_dams, racing.ra_mst_damsires, racing.ra_mst_courses,
  racing.ra_mst_bookmakers, racing.ra_mst_regions, racing.entity_state TO darkhorses_entities;
GRANT UPDATE ON racing.ra_races TO darkhorses_entities;

-- stats: its facts and tables, and the statistics columns of the people's and parents' masters
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname = 'racing' AND c.relkind = 'r' AND (c.relname LIKE 'stats\_%' OR c.relname IN
      ('ra_entity_combinations', 'ra_performance_by_distance', 'ra_performance_by_venue', 'ra_runner_statistics')) LOOP
    EXECUTE format('GRANT INSERT, UPDATE, DELETE ON racing.%I TO darkhorses_stats', name);
  END LOOP;
END $$;
GRANT INSERT, UPDATE ON racing.ra_mst_jockeys, racing.ra_mst_trainers, racing.ra_mst_owners, racing.ra_mst_sires,
  racing.ra_mst_dams, racing.ra_mst_damsires TO darkhorses_stats;

-- fetcher, and the schedule that fetcher and stats share
GRANT USAGE ON SCHEMA fetching TO darkhorses_fetcher, darkhorses_stats;
GRANT SELECT ON ALL TABLES IN SCHEMA fetching TO darkhorses_fetcher;
GRANT INSERT, UPDATE ON fetching.projection_positions, fetching.projection_groups, fetching.projection_ends,
  fetching.projection_waiting, fetching.dead_letters, fetching.event_places, fetching.runs, fetching.fetch_units,
  fetching.fetched_content, fetching.rejected_messages, fetching.control_messages, fetching.archived_errors TO darkhorses_fetcher;
GRANT INSERT, DELETE ON fetching.outbox TO darkhorses_fetcher;
GRANT UPDATE ON fetching.api_budget, fetching.fetcher_lease TO darkhorses_fetcher;
GRANT SELECT, INSERT, UPDATE ON fetching.schedule_jobs TO darkhorses_fetcher, darkhorses_stats;
