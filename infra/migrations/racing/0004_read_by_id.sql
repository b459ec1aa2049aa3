-- `id` is what users of the old system look rows up and join by.
CREATE INDEX ra_races_id ON ra_races (id);
CREATE INDEX ra_mst_horses_id ON ra_mst_horses (id);
CREATE INDEX ra_mst_jockeys_id ON ra_mst_jockeys (id);
CREATE INDEX ra_mst_trainers_id ON ra_mst_trainers (id);
CREATE INDEX ra_mst_owners_id ON ra_mst_owners (id);
CREATE INDEX ra_mst_sires_id ON ra_mst_sires (id);
CREATE INDEX ra_mst_dams_id ON ra_mst_dams (id);
CREATE INDEX ra_mst_damsires_id ON ra_mst_damsires (id);
