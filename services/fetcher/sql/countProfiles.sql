-- How many profiles a run still has to ask for; the same as pendingProfiles.sql lists.
-- $1 asked for at timestamptz   $2 now timestamptz
SELECT (
  SELECT count(*) FROM racing.horses_needing_profile h LEFT JOIN fetch_units u ON u.unit = 'profiles:' || h.horse_id
  WHERE u.unit IS NULL OR (u.fetched_at < $1::timestamptz AND u.succeeded_at IS NULL)
)::int + (
  SELECT count(*) FROM fetch_units u
  WHERE u.kind = 'profiles' AND u.outcome <> 'not_found' AND u.fetched_at < $1::timestamptz AND u.succeeded_at < $2::timestamptz - interval '6 months'
)::int AS profiles;
