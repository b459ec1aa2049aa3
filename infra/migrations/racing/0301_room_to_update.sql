-- Masters and states are rewritten with almost every mention (last_seen, updated_at, stamps). With room left in its page a row
-- stays there and none of its indexes is touched (a HOT update): a fourth of the work for horses, which have six.
ALTER TABLE entity_state SET (fillfactor = 75);
ALTER TABLE ra_mst_horses SET (fillfactor = 70);
ALTER TABLE ra_horse_pedigree SET (fillfactor = 70);
ALTER TABLE ra_mst_jockeys SET (fillfactor = 50);
ALTER TABLE ra_mst_trainers SET (fillfactor = 50);
ALTER TABLE ra_mst_owners SET (fillfactor = 70);
ALTER TABLE ra_mst_sires SET (fillfactor = 50);
ALTER TABLE ra_mst_dams SET (fillfactor = 70);
ALTER TABLE ra_mst_damsires SET (fillfactor = 50);
ALTER TABLE ra_mst_courses SET (fillfactor = 50);
ALTER TABLE ra_mst_bookmakers SET (fillfactor = 50);
