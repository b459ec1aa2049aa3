-- Creates missing positions at the beginning of their partitions.
-- $1 group text   $2 topics text[]   $3 partitions int[]
INSERT INTO projection_positions (group_name, topic, partition)
SELECT $1, topic, partition FROM unnest($2::text[], $3::int[]) AS a(topic, partition)
ON CONFLICT DO NOTHING;
