-- A rebuild writes each master once, at its end, and not with each transaction that names it.
CREATE TABLE entity_told (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  told text NOT NULL
);
COMMENT ON TABLE entity_told IS 'What the events of a rebuild tell of entities, as they came: merged into entity_state and the masters at its end, and empty otherwise.';
COMMENT ON COLUMN entity_told.entity_type IS 'As in entity_state; profile for the profile of a horse.';
COMMENT ON COLUMN entity_told.told IS 'The state after the events of one transaction alone, as in entity_state; of a profile its facts as JSON.';
