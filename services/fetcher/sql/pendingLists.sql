-- Reference lists of some kinds that were not fetched since they were asked for.
-- $1 kinds text[]   $2 asked for at timestamptz
SELECT k.kind FROM unnest($1::text[]) AS k(kind) LEFT JOIN fetch_units u ON u.unit = k.kind
WHERE k.kind IN ('courses', 'regions', 'bookmakers') AND (u.fetched_at IS NULL OR u.fetched_at < $2::timestamptz)
ORDER BY array_position(ARRAY['regions', 'courses', 'bookmakers'], k.kind);
