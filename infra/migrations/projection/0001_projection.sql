-- The books of the consumer groups that project into this schema. They move with its rows: a rebuild fills its own.

CREATE TABLE projection_positions (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL DEFAULT 0,
  last_event_at timestamptz,
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_positions IS 'How far each group has applied each partition. Moves by compare-and-set in the transaction of the rows it explains.';
COMMENT ON COLUMN projection_positions.next_offset IS 'Offset of the next event to apply; everything before it is in the tables.';
COMMENT ON COLUMN projection_positions.last_event_at IS 'When the log took the last event applied.';

CREATE TABLE projection_groups (
  group_name text PRIMARY KEY,
  state text NOT NULL,
  last_error text,
  last_error_at timestamptz,
  events_applied bigint NOT NULL DEFAULT 0,
  state_changed_at timestamptz
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_groups IS 'State of each group: running, retrying (an outage), paused (by a person or a bad event), stalled or stopped.';
COMMENT ON COLUMN projection_groups.last_error IS 'What went wrong last, in a sentence.';
COMMENT ON COLUMN projection_groups.events_applied IS 'Events applied since the tables were empty.';

CREATE TABLE projection_ends (
  topic text NOT NULL,
  partition int NOT NULL,
  next_offset bigint NOT NULL,
  seen_at timestamptz NOT NULL,
  PRIMARY KEY (topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_ends IS 'Ends of the log as last seen by a consumer, so that lag can be read by SQL wherever the log lives.';

CREATE TABLE dead_letters (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL,
  error_code text NOT NULL,
  error_message text NOT NULL,
  cause text NOT NULL,
  failed_at timestamptz NOT NULL,
  attempts int NOT NULL DEFAULT 1,
  resolved_at timestamptz,
  PRIMARY KEY (group_name, topic, partition, "offset")
);
COMMENT ON TABLE dead_letters IS 'Events that a group could not apply, with their bytes, until a retry succeeds.';
COMMENT ON COLUMN dead_letters.cause IS 'Error code and message without what differs from event to event: events of one cause are retried together.';
COMMENT ON COLUMN dead_letters.resolved_at IS 'When a retry succeeded; null while it waits.';

CREATE TABLE outbox (
  place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  topic text NOT NULL,
  key text,
  value bytea,
  headers jsonb NOT NULL
);
COMMENT ON TABLE outbox IS 'Events to be appended to the log because of rows committed here; emptied by the relay, at least once each.';

CREATE VIEW projection_lag AS
SELECT p.group_name, p.topic, p.partition, p.next_offset AS position, e.next_offset AS log_end,
  greatest(e.next_offset - p.next_offset, 0) AS events_behind,
  CASE WHEN e.next_offset > p.next_offset THEN extract(epoch FROM now() - coalesce(p.last_event_at, e.seen_at)) ELSE 0 END AS seconds_behind
FROM projection_positions p LEFT JOIN projection_ends e USING (topic, partition);
COMMENT ON VIEW projection_lag IS 'How far each group is behind the log, in events and in seconds since the last event it applied.';
