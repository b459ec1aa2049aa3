-- Every group with books in this schema: its state and where it stands in each partition.
SELECT g.group_name AS "group", g.state, g.last_error, g.last_error_at, g.events_applied, g.state_changed_at,
  l.topic, l.partition, l.position, coalesce(l.log_end, 0) AS seen_end, l.seconds_behind::float8 AS seconds_behind,
  p.last_event_at, e.seen_at
FROM projection_groups g
LEFT JOIN projection_lag l USING (group_name)
LEFT JOIN projection_positions p ON p.group_name = g.group_name AND p.topic = l.topic AND p.partition = l.partition
LEFT JOIN projection_ends e ON e.topic = l.topic AND e.partition = l.partition
ORDER BY 1, l.topic, l.partition;
