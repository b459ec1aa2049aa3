-- Creates missing positions at the beginning of their partitions and returns all that were asked for.
-- $1 group text   $2 topics text[]   $3 partitions int[]
WITH made AS (
  INSERT INTO projection_positions (group_name, topic, partition)
  SELECT $1, topic, partition FROM unnest($2::text[], $3::int[]) AS a(topic, partition)
  ON CONFLICT DO NOTHING
  RETURNING topic, partition, next_offset
)
SELECT topic, partition, next_offset AS "offset" FROM made
UNION ALL
SELECT p.topic, p.partition, p.next_offset FROM projection_positions p
JOIN unnest($2::text[], $3::int[]) AS a(topic, partition) USING (topic, partition)
WHERE p.group_name = $1;
