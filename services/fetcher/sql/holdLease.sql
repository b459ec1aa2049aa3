-- Takes or renews the one lease of the active fetcher; no row means that another one holds it.
-- $1 owner text   $2 lease in milliseconds
UPDATE fetcher_lease SET
  generation = generation + CASE WHEN owner IS DISTINCT FROM $1 THEN 1 ELSE 0 END, owner = $1, heartbeat_at = clock_timestamp()
WHERE owner = $1 OR owner IS NULL OR heartbeat_at < clock_timestamp() - $2 * interval '1 millisecond'
RETURNING generation;
