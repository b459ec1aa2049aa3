-- Units that a run names and that were not fetched since, in the order of the run.
-- $1 run id text   $2 most int or null
SELECT n.unit FROM runs r CROSS JOIN LATERAL unnest(r.units) WITH ORDINALITY AS n(unit, place) LEFT JOIN fetch_units u USING (unit)
WHERE r.id = $1 AND (u.fetched_at IS NULL OR u.fetched_at < r.requested_at)
ORDER BY n.place LIMIT $2;
