-- Makes the leases of a group in all partitions of some topics, free, where there are none yet.
-- $1 group text   $2 topics text[]
INSERT INTO log_leases (group_name, topic, partition)
SELECT $1, topic, partition FROM log_partitions WHERE topic = ANY ($2) ORDER BY topic, partition
ON CONFLICT DO NOTHING;
