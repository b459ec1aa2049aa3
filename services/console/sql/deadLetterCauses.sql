-- Dead letters that wait, grouped by cause.
-- $1 most int
SELECT group_name AS "group", cause, count(*)::int AS events, min(failed_at) AS first_failed_at, max(failed_at) AS last_failed_at,
  (array_agg(topic || '/' || partition || '/' || "offset" ORDER BY failed_at DESC))[1] AS example,
  (array_agg(error_message ORDER BY failed_at DESC))[1] AS message
FROM dead_letters WHERE resolved_at IS NULL GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT $1;
