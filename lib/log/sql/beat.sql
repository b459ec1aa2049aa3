-- A member says that it is alive, and forgets those who have not; whoever comes or goes is told, so that shares move at once.
-- $1 group text   $2 member text   $3 lease in milliseconds
WITH gone AS (
  DELETE FROM log_members WHERE group_name = $1 AND member <> $2
    AND heartbeat_at < clock_timestamp() - $3 * interval '1 millisecond'
  RETURNING pg_notify('darkhorses_log', '@' || $1)
)
INSERT INTO log_members (group_name, member, heartbeat_at) VALUES ($1, $2, clock_timestamp())
ON CONFLICT (group_name, member) DO UPDATE SET heartbeat_at = EXCLUDED.heartbeat_at
RETURNING CASE WHEN xmax = 0 THEN pg_notify('darkhorses_log', '@' || $1) END;
