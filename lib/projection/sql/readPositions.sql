-- The positions of a group in some partitions.
-- $1 group text   $2 topics text[]   $3 partitions int[]
SELECT topic, partition, p.next_offset AS "offset" FROM projection_positions p
JOIN unnest($2::text[], $3::int[]) AS a(topic, partition) USING (topic, partition)
WHERE p.group_name = $1;
