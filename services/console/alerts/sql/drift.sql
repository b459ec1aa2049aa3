-- Published rows that differ from their facts, by table.
SELECT table_name AS "table", count(*)::int AS rows, max(found_at) AS found_at FROM stats_drift GROUP BY 1 ORDER BY 1;
