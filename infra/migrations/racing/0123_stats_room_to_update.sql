-- A result changes some two hundred rows here, whose keys stay. In a full page each becomes a row at the end of the table and an
-- entry more in its index: pages that after ten years are mostly not in memory. With room left the row stays in its page and the
-- index is not touched (a HOT update).
ALTER TABLE ra_performance_by_distance SET (fillfactor = 90);
ALTER TABLE ra_performance_by_venue SET (fillfactor = 90);
ALTER TABLE ra_entity_combinations SET (fillfactor = 90);
ALTER TABLE stats_people_totals SET (fillfactor = 70);
ALTER TABLE stats_parent_totals SET (fillfactor = 80);
