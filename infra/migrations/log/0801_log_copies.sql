-- What is remembered of a copy of the whole log (`darkhorses log copy`), wherever it goes to or comes from.
CREATE TABLE log_copies (
  direction text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  source_next bigint NOT NULL,
  target_next bigint NOT NULL,
  PRIMARY KEY (direction, topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE log_copies IS 'How far each partition has been copied between the embedded log and a cluster; a copy that was interrupted goes on from here.';
COMMENT ON COLUMN log_copies.direction IS 'Which log into which, the cluster by its brokers and topic prefix.';
COMMENT ON COLUMN log_copies.source_next IS 'Offset of the next event to copy.';
COMMENT ON COLUMN log_copies.target_next IS 'Offset after the last copied event in the log that is copied into.';
