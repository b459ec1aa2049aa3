-- Whether an entity has more runs than a number, which takes more runs than that in all.
-- $1 runs bigint
SELECT CASE WHEN EXISTS (SELECT FROM stats_runs OFFSET $1::bigint LIMIT 1)
  THEN EXISTS (SELECT FROM stats_entity_runs GROUP BY entity_type, entity_id HAVING count(*) > $1::bigint)
  ELSE false END AS crowded;
