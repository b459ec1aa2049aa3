-- Notes where the log ends.
-- $1 topics text[]   $2 partitions int[]   $3 next offsets bigint[]   $4 now timestamptz
INSERT INTO projection_ends (topic, partition, next_offset, seen_at)
SELECT topic, partition, next_offset, $4::timestamptz FROM unnest($1::text[], $2::int[], $3::bigint[]) AS e(topic, partition, next_offset)
ORDER BY topic, partition
ON CONFLICT (topic, partition) DO UPDATE SET next_offset = greatest(projection_ends.next_offset, EXCLUDED.next_offset), seen_at = EXCLUDED.seen_at;
