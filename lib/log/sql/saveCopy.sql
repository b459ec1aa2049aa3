-- Notes how far a partition is copied.
-- $1 direction text   $2 topic text   $3 partition int   $4 next offset to copy bigint   $5 offset after it in the target bigint
INSERT INTO log_copies (direction, topic, partition, source_next, target_next) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (direction, topic, partition) DO UPDATE SET source_next = EXCLUDED.source_next, target_next = EXCLUDED.target_next;
