-- A member's heartbeat: it is noted, its leases are renewed, and those whose holder is gone are free.
-- $1 group text   $2 member text   $3 topics text[]   $4 lease in milliseconds
WITH beat AS (
  INSERT INTO log_members (group_name, member, heartbeat_at) VALUES ($1, $2, clock_timestamp())
  ON CONFLICT (group_name, member) DO UPDATE SET heartbeat_at = EXCLUDED.heartbeat_at
), gone AS (
  DELETE FROM log_members WHERE group_name = $1 AND member <> $2
    AND heartbeat_at < clock_timestamp() - $4 * interval '1 millisecond'
), made AS (
  INSERT INTO log_leases (group_name, topic, partition, heartbeat_at)
  SELECT $1, topic, partition, clock_timestamp() FROM log_partitions WHERE topic = ANY ($3)
  ON CONFLICT DO NOTHING
)
UPDATE log_leases SET heartbeat_at = clock_timestamp() WHERE group_name = $1 AND member = $2;
