-- Profiles to ask for: of horses that lack birth date or pedigree and were never asked for, or failed before; and those fetched
-- more than six months ago. Not found once is remembered.
-- $1 asked for at timestamptz   $2 now timestamptz   $3 most int or null
WITH asked AS (
  SELECT 'profiles:' || h.horse_id AS unit, h.horse_id, h.last_seen, u.fetched_at, u.succeeded_at
  FROM racing.horses_needing_profile h LEFT JOIN fetch_units u ON u.unit = 'profiles:' || h.horse_id
  WHERE u.unit IS NULL OR (u.fetched_at < $1::timestamptz AND u.succeeded_at IS NULL)
  UNION
  SELECT u.unit, u.horse_id, NULL, u.fetched_at, u.succeeded_at FROM fetch_units u
  WHERE u.kind = 'profiles' AND u.outcome <> 'not_found' AND u.fetched_at < $1::timestamptz AND u.succeeded_at < $2::timestamptz - interval '6 months'
)
SELECT unit, horse_id FROM asked ORDER BY last_seen DESC NULLS LAST, horse_id LIMIT $3;
