-- Dead letters that wait, by cause.
SELECT group_name || ': ' || cause AS key, NULL::date AS date, NULL::text AS course, count(*) || ' events set aside' AS detail
FROM dead_letters WHERE resolved_at IS NULL GROUP BY 1 ORDER BY 1;
