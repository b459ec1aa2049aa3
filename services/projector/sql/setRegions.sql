-- Sets the regions: those fetched for, and those of stored courses; named by the regions list, else as people call them.
-- Mentioned by the courses of the region and by the regions list.
-- $1 codes fetched for text[], upper case
INSERT INTO ra_mst_regions AS t (code, name, created_at, updated_at)
SELECT c.code,
  coalesce(s.state::jsonb -> 0 ->> 0, CASE c.code WHEN 'GB' THEN 'Great Britain' WHEN 'IRE' THEN 'Ireland' END),
  least(c.created_at, to_timestamp((s.state::jsonb ->> 3)::numeric / 1000)),
  greatest(c.updated_at, to_timestamp((s.state::jsonb ->> 4)::numeric / 1000))
FROM (
  SELECT code, min(created_at) AS created_at, max(updated_at) AS updated_at
  FROM (
    SELECT region_code AS code, created_at, updated_at FROM ra_mst_courses WHERE region_code IS NOT NULL
    UNION ALL SELECT unnest($1::text[]), NULL, NULL
  ) AS named GROUP BY code
) AS c
LEFT JOIN entity_state s ON s.entity_type = 'region' AND s.entity_id = c.code
ORDER BY c.code
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, created_at = EXCLUDED.created_at, updated_at = EXCLUDED.updated_at
WHERE (t.name, t.created_at, t.updated_at) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.created_at, EXCLUDED.updated_at);
