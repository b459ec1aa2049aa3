-- Appends events to one or several partitions, all or none. The rows of the partitions are locked in one order and until the
-- commit, so that offset order is commit order.
-- $1 topics text[]   $2 partitions int[]   $3 numbers of events int[]            per partition
-- $4 which of these partitions int[], from 1   $5 places within the append's share of it int[], from 0
-- $6 keys text[]   $7 lengths of values int[], -1 for null   $8 starts of values int[], from 1
-- $9 headers jsonb[]                                                              per event
-- $10 all values, one after the other bytea   $11 appended_at timestamptz   $12 other times of events timestamptz[], or null
WITH target AS (
  SELECT * FROM unnest($1::text[], $2::int[], $3::int[]) WITH ORDINALITY AS t(topic, partition, events, nth)
), locked AS (
  SELECT p.topic, p.partition FROM log_partitions p JOIN target USING (topic, partition)
  ORDER BY p.topic, p.partition
  FOR UPDATE OF p
), moved AS (
  UPDATE log_partitions p SET next_offset = p.next_offset + t.events
  FROM target t JOIN locked l USING (topic, partition)
  WHERE p.topic = t.topic AND p.partition = t.partition
  RETURNING t.nth, p.topic, p.partition_id, p.next_offset - t.events AS first_offset
), written AS (
  INSERT INTO log_events (partition_id, "offset", key, value, headers, appended_at)
  SELECT m.partition_id, m.first_offset + e.place, e.key,
    CASE WHEN e.length >= 0 THEN substring($10::bytea FROM e.start FOR e.length) END, e.headers,
    coalesce(($12::timestamptz[])[e.event], $11::timestamptz)
  FROM unnest($4::int[], $5::int[], $6::text[], $7::int[], $8::int[], $9::jsonb[])
    WITH ORDINALITY AS e(nth, place, key, length, start, headers, event)
  JOIN moved m USING (nth)
)
SELECT nth::int, first_offset, pg_notify('darkhorses_log', topic) FROM moved ORDER BY nth;
