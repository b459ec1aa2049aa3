-- After a replay of years, tables are published one by one, outside of any batch: a batch of minutes would look stuck.

CREATE TABLE stats_unpublished (
  table_name text PRIMARY KEY
);
COMMENT ON TABLE stats_unpublished IS 'Tables that lag behind the facts since a replay; results leave them alone until they are set from the facts as a whole.';
INSERT INTO stats_unpublished (table_name)
SELECT unnest(ARRAY['ra_entity_combinations', 'ra_performance_by_distance', 'ra_performance_by_venue', 'ra_runner_statistics',
  'ra_mst_jockeys', 'ra_mst_trainers', 'ra_mst_owners', 'ra_mst_sires', 'ra_mst_dams', 'ra_mst_damsires'])
FROM stats_clock WHERE publication_pending;
