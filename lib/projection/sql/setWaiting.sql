-- Notes since when the oldest unapplied event of each partition waits.
-- $1 group text   $2 topics text[]   $3 partitions int[]   $4 since timestamptz[], element by element
INSERT INTO projection_waiting (group_name, topic, partition, waiting_since)
SELECT $1, topic, partition, since FROM unnest($2::text[], $3::int[], $4::timestamptz[]) AS w(topic, partition, since)
ORDER BY topic, partition
ON CONFLICT (group_name, topic, partition) DO UPDATE SET waiting_since = EXCLUDED.waiting_since;
