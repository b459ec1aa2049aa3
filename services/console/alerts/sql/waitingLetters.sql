-- Dead letters that wait, oldest first, by the name that tells each for ever.
-- $1 most int
SELECT group_name || '/' || topic || '/' || partition || '/' || "offset" AS name, group_name AS "group", cause, failed_at
FROM dead_letters WHERE resolved_at IS NULL ORDER BY failed_at DESC, topic, partition, "offset" DESC LIMIT $1;
