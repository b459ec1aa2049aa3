-- Creates the partitions of topics that are missing.
-- $1 topics text[]   $2 numbers of partitions int[]
INSERT INTO log_partitions (topic, partition)
SELECT t.topic, n FROM unnest($1::text[], $2::int[]) AS t(topic, partitions), generate_series(0, t.partitions - 1) AS n
WHERE NOT EXISTS (SELECT FROM log_partitions p WHERE p.topic = t.topic)
ORDER BY t.topic, n
ON CONFLICT DO NOTHING;
