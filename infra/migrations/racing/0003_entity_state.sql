CREATE TABLE entity_state (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  state text,
  PRIMARY KEY (entity_type, entity_id)
);
COMMENT ON TABLE entity_state IS 'What the group entities knows of each horse, person, parent, course, region and bookmaker: per column the value with the latest stamp, mergeable in any order.';
COMMENT ON COLUMN entity_state.state IS 'JSON text; null only while the first fact is being applied.';

CREATE INDEX ra_mst_horses_name ON ra_mst_horses (lower(name));
CREATE INDEX ra_mst_horses_sire ON ra_mst_horses (sire_id);
CREATE INDEX ra_mst_horses_dam ON ra_mst_horses (dam_id);
CREATE INDEX ra_mst_horses_damsire ON ra_mst_horses (damsire_id);
CREATE INDEX ra_mst_sires_name ON ra_mst_sires (lower(name));
CREATE INDEX ra_mst_dams_name ON ra_mst_dams (lower(name));
CREATE INDEX ra_mst_damsires_name ON ra_mst_damsires (lower(name));

CREATE VIEW horses_needing_profile AS
SELECT horse_id, name, last_seen, enriched_at FROM ra_mst_horses
WHERE dob IS NULL OR sire_id IS NULL OR dam_id IS NULL OR damsire_id IS NULL;
COMMENT ON VIEW horses_needing_profile IS 'Horses that lack their birth date or a parent: what the fetcher asks profiles for.';
