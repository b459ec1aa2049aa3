-- Lag in seconds is the age of the oldest event that waits, not the time since the last one that was applied: after a quiet
-- night the first event of the morning is not a night late.
CREATE TABLE projection_waiting (
  group_name text NOT NULL,
  topic text NOT NULL,
  partition int NOT NULL,
  waiting_since timestamptz NOT NULL,
  PRIMARY KEY (group_name, topic, partition)
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_waiting IS 'Since when the oldest unapplied event of a group waits; where none waited when the group looked last, when that was.';

CREATE OR REPLACE VIEW projection_lag AS
SELECT p.group_name, p.topic, p.partition, p.next_offset AS position, e.next_offset AS log_end,
  greatest(e.next_offset - p.next_offset, 0) AS events_behind,
  CASE WHEN e.next_offset > p.next_offset
    THEN greatest(0, extract(epoch FROM now() - coalesce(greatest(w.waiting_since, p.last_event_at), e.seen_at))) ELSE 0
  END AS seconds_behind
FROM projection_positions p
LEFT JOIN projection_ends e USING (topic, partition)
LEFT JOIN projection_waiting w USING (group_name, topic, partition);
COMMENT ON VIEW projection_lag IS 'How far each group is behind the log: events, and seconds since the oldest of them was appended.';
