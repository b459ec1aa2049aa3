-- Reference lists that a run asks for and that were not fetched since.
-- $1 run id text
SELECT k.kind AS unit, k.kind FROM runs r, unnest(r.kinds) AS k(kind)
LEFT JOIN fetch_units u ON u.unit = k.kind
WHERE r.id = $1 AND k.kind IN ('courses', 'regions', 'bookmakers')
  AND (u.fetched_at IS NULL OR u.fetched_at < r.requested_at OR u.retry_asked_at > u.fetched_at)
ORDER BY array_position(ARRAY['regions', 'courses', 'bookmakers'], k.kind);
