-- Appends events to one or several partitions, all or none, each partition's row locked until the commit.
-- $1 topics text[]   $2 partitions int[]   $3 keys text[]   $4 values bytea[]   $5 headers jsonb[]   $6 appended_at timestamptz
-- The arrays are element by element; the order within a partition is the order given.
WITH incoming AS (
  SELECT *, row_number() OVER (PARTITION BY topic, partition ORDER BY place) AS nth
  FROM unnest($1::text[], $2::int[], $3::text[], $4::bytea[], $5::jsonb[])
    WITH ORDINALITY AS e(topic, partition, key, value, headers, place)
), counted AS (
  SELECT topic, partition, count(*) AS events FROM incoming GROUP BY topic, partition
), locked AS (
  SELECT p.topic, p.partition FROM log_partitions p JOIN counted USING (topic, partition)
  ORDER BY p.topic, p.partition
  FOR UPDATE OF p
), moved AS (
  UPDATE log_partitions p SET next_offset = p.next_offset + c.events
  FROM counted c JOIN locked l USING (topic, partition)
  WHERE p.topic = c.topic AND p.partition = c.partition
  RETURNING p.topic, p.partition, p.partition_id, p.next_offset - c.events AS first_offset
), written AS (
  INSERT INTO log_events (partition_id, "offset", key, value, headers, appended_at)
  SELECT m.partition_id, m.first_offset + i.nth - 1, i.key, i.value, i.headers, $6::timestamptz
  FROM incoming i JOIN moved m USING (topic, partition)
  ORDER BY i.place
)
SELECT i.topic, i.partition, m.first_offset + i.nth - 1 AS "offset", pg_notify('darkhorses_log', i.topic)
FROM incoming i JOIN moved m USING (topic, partition)
ORDER BY i.place;
