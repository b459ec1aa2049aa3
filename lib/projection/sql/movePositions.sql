-- Moves positions by compare-and-set; fewer rows than partitions mean that somebody else got there first.
-- $1 group text   $2 topics text[]   $3 partitions int[]   $4 expected bigint[]   $5 next bigint[]   $6 last event timestamptz[], null where there was none (markers of Kafka)
UPDATE projection_positions p SET next_offset = m.next, last_event_at = coalesce(m.last_event_at, p.last_event_at)
FROM unnest($2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::timestamptz[]) AS m(topic, partition, expected, next, last_event_at)
WHERE p.group_name = $1 AND p.topic = m.topic AND p.partition = m.partition AND p.next_offset = m.expected;
