-- The embedded event log. Offsets are given under the row lock of their partition, so that offset order is commit order
-- and there is no gap: a reader that has seen offset n has seen everything before it.

CREATE TABLE log_partitions (
  topic text NOT NULL,
  partition int NOT NULL,
  partition_id int GENERATED ALWAYS AS IDENTITY UNIQUE,
  next_offset bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE log_partitions IS 'Every partition of every topic, with the offset its next event gets.';

CREATE TABLE log_events (
  partition_id int NOT NULL,
  "offset" bigint NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL,
  appended_at timestamptz NOT NULL,
  PRIMARY KEY (partition_id, "offset")
);
ALTER TABLE log_events ALTER COLUMN value SET STORAGE EXTERNAL;
CREATE INDEX log_events_time ON log_events USING brin (appended_at);
COMMENT ON TABLE log_events IS 'The events, for ever. Nothing here is updated or deleted.';
COMMENT ON COLUMN log_events.value IS 'Confluent wire format; null for a tombstone.';

CREATE TABLE log_members (
  group_name text NOT NULL,
  member text NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, member)
);
COMMENT ON TABLE log_members IS 'Consumers that share the partitions of a group; one that has not been heard of for the length of a lease is gone.';

CREATE TABLE log_leases (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  member text,
  generation bigint NOT NULL DEFAULT 0,
  heartbeat_at timestamptz NOT NULL,
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE log_leases IS 'Who may move a group through a partition. The generation grows with every change of hands, so that whoever was paused too long is told.';
