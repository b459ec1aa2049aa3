-- Gives back what a member holds beyond its fair share, takes what is free up to it, and returns what it holds.
-- Shares differ by one partition at most. A partition in the middle of somebody's transaction is left for the next time.
-- $1 group text   $2 member text   $3 topics text[]   $4 lease in milliseconds
WITH living AS (
  SELECT member, row_number() OVER (ORDER BY member) AS nth, count(*) OVER () AS members FROM log_members
  WHERE group_name = $1 AND heartbeat_at >= clock_timestamp() - $4 * interval '1 millisecond'
), share AS (
  SELECT (p.partitions / l.members + (l.nth <= p.partitions % l.members)::int)::int AS partitions
  FROM living l, (SELECT count(*) AS partitions FROM log_partitions WHERE topic = ANY ($3)) AS p WHERE l.member = $2
), mine AS (
  SELECT topic, partition, row_number() OVER (ORDER BY topic, partition) AS nth
  FROM log_leases WHERE group_name = $1 AND member = $2 AND topic = ANY ($3)
), free AS (
  SELECT topic, partition FROM log_leases l
  WHERE group_name = $1 AND topic = ANY ($3) AND member IS DISTINCT FROM $2
    AND NOT EXISTS (SELECT FROM living WHERE living.member = l.member)
  ORDER BY topic, partition
  LIMIT coalesce((SELECT greatest(0, s.partitions - (SELECT count(*) FROM mine)) FROM share s), 0)
  FOR UPDATE SKIP LOCKED
), taken AS (
  UPDATE log_leases l SET member = $2, generation = l.generation + 1
  FROM free f WHERE l.group_name = $1 AND l.topic = f.topic AND l.partition = f.partition
  RETURNING l.topic, l.partition, l.generation
), returned AS (
  UPDATE log_leases l SET member = NULL, generation = l.generation + 1
  FROM mine m, share s
  WHERE l.group_name = $1 AND l.topic = m.topic AND l.partition = m.partition AND m.nth > s.partitions
  RETURNING l.topic, l.partition, pg_notify('darkhorses_log', '@' || $1)
)
SELECT topic, partition, generation FROM taken
UNION ALL
SELECT l.topic, l.partition, l.generation FROM log_leases l JOIN mine m USING (topic, partition)
WHERE l.group_name = $1 AND NOT EXISTS (SELECT FROM returned r WHERE r.topic = l.topic AND r.partition = l.partition)
ORDER BY topic, partition;
