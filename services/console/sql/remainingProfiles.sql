-- Horses whose profile is still to be asked for, while a run asks for profiles.
SELECT count(*)::int AS remaining FROM racing.horses_needing_profile h
WHERE EXISTS (SELECT FROM runs WHERE state IN ('requested', 'running', 'paused') AND 'profiles' = ANY (kinds))
  AND NOT EXISTS (SELECT FROM fetch_units u WHERE u.unit = 'profiles:' || h.horse_id);
