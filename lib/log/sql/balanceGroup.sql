-- Takes free or expired partitions up to a fair share, and gives back what is above it; returns what the member holds.
-- Partitions in the middle of somebody's transaction are left for the next time.
-- $1 group text   $2 member text   $3 topics text[]   $4 lease in milliseconds
WITH share AS (
  SELECT ceil(
    (SELECT count(*) FROM log_partitions WHERE topic = ANY ($3))::numeric
    / greatest(1, (SELECT count(*) FROM log_members WHERE group_name = $1))
  )::int AS partitions
), mine AS (
  SELECT topic, partition, row_number() OVER (ORDER BY topic, partition) AS nth
  FROM log_leases WHERE group_name = $1 AND member = $2 AND topic = ANY ($3)
), free AS (
  SELECT topic, partition FROM log_leases
  WHERE group_name = $1 AND topic = ANY ($3) AND member IS DISTINCT FROM $2
    AND (member IS NULL OR heartbeat_at < clock_timestamp() - $4 * interval '1 millisecond')
  ORDER BY topic, partition
  LIMIT (SELECT greatest(0, s.partitions - (SELECT count(*) FROM mine)) FROM share s)
  FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE log_leases l SET member = $2, generation = l.generation + 1, heartbeat_at = clock_timestamp()
  FROM free f WHERE l.group_name = $1 AND l.topic = f.topic AND l.partition = f.partition
  RETURNING l.topic, l.partition, l.generation
), returned AS (
  UPDATE log_leases l SET member = NULL, generation = l.generation + 1
  FROM mine m, share s
  WHERE l.group_name = $1 AND l.topic = m.topic AND l.partition = m.partition AND m.nth > s.partitions
  RETURNING l.topic, l.partition
)
SELECT topic, partition, generation FROM taken
UNION ALL
SELECT l.topic, l.partition, l.generation FROM log_leases l JOIN mine m USING (topic, partition)
WHERE l.group_name = $1 AND NOT EXISTS (SELECT FROM returned r WHERE r.topic = l.topic AND r.partition = l.partition)
ORDER BY topic, partition;
