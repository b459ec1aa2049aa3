-- Per partition of a topic the first offset at or after an instant, or its end.
-- $1 topic text   $2 instant timestamptz
SELECT p.partition, coalesce(
  (SELECT min(e."offset") FROM log_events e WHERE e.partition_id = p.partition_id AND e.appended_at >= $2), p.next_offset
) AS "offset"
FROM log_partitions p WHERE p.topic = $1 ORDER BY p.partition;
