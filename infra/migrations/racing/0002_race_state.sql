CREATE TABLE race_state (
  race_id text PRIMARY KEY,
  state text
);
ALTER TABLE race_state ALTER COLUMN state SET STORAGE MAIN;
COMMENT ON TABLE race_state IS 'What the group projector knows of each race: newest card, newest result and who was ever mentioned, mergeable in any order (lib/racing).';
COMMENT ON COLUMN race_state.state IS 'JSON text; null only while the first event of the race is being applied.';
