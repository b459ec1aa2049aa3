-- Profiles to ask for: horses that lack birth date or pedigree and were not asked for (or not found) in the last six months.
-- $1 run id text   $2 now timestamptz   $3 most int or null
SELECT 'profiles:' || h.horse_id AS unit, h.horse_id
FROM racing.horses_needing_profile h
LEFT JOIN fetch_units u ON u.unit = 'profiles:' || h.horse_id
JOIN runs r ON r.id = $1
WHERE u.fetched_at IS NULL
  OR u.retry_asked_at > u.fetched_at
  OR (u.fetched_at < r.requested_at AND (u.succeeded_at IS NULL OR u.succeeded_at < $2::timestamptz - interval '6 months'))
ORDER BY h.last_seen DESC, h.horse_id
LIMIT $3;
