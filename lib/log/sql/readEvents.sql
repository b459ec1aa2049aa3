-- Committed events of one partition from an offset on, within a number and an amount of bytes (one event at least).
-- Written for COPY, which takes no parameters: the names in braces are replaced by whole numbers.
-- {nth} int   {partition_id} int   {from} bigint   {events} int   {bytes} bigint
SELECT {nth}::int4, "offset", key, value, headers::text, (extract(epoch FROM appended_at) * 1000)::int8
FROM (
  SELECT e.*, sum(octet_length(e.value)) OVER (ORDER BY e."offset" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
  FROM (
    SELECT * FROM log_events WHERE partition_id = {partition_id} AND "offset" >= {from} ORDER BY "offset" LIMIT {events}
  ) AS e
) AS measured
WHERE coalesce(before, 0) < {bytes}
