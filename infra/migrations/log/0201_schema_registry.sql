CREATE TABLE schema_registry (
  subject text NOT NULL,
  version int NOT NULL,
  id int NOT NULL,
  schema text NOT NULL,
  PRIMARY KEY (subject, version)
);
CREATE INDEX schema_registry_id ON schema_registry (id);
COMMENT ON TABLE schema_registry IS 'Schemas of the embedded log under the ids that stand in front of every event (Confluent wire format).';
COMMENT ON COLUMN schema_registry.subject IS 'Topic name with -value behind it.';
COMMENT ON COLUMN schema_registry.id IS 'The same schema keeps its id under every subject.';
COMMENT ON COLUMN schema_registry.schema IS 'The Avro schema as JSON text.';
