-- Committed events of a partition from an offset on, within a number and an amount of bytes (one at least).
-- $1 topic text   $2 partition int   $3 from bigint   $4 events int   $5 bytes bigint
SELECT "offset", key, value, headers, appended_at
FROM (
  SELECT e.*, coalesce(sum(octet_length(e.value)) OVER (ORDER BY e."offset" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
  FROM (
    SELECT * FROM log_events
    WHERE partition_id = (SELECT partition_id FROM log_partitions WHERE topic = $1 AND partition = $2) AND "offset" >= $3
    ORDER BY "offset" LIMIT $4
  ) AS e
) AS measured
WHERE before < $5
ORDER BY "offset";
