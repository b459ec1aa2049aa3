-- Dead letters that wait, by group.
SELECT group_name AS "group", count(*)::int AS waiting FROM dead_letters WHERE resolved_at IS NULL GROUP BY 1 ORDER BY 1;
