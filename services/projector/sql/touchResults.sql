-- Sets when rows of results were mentioned first and last.
-- $1 race ids text[]   $2 horse ids text[]   $3 first timestamptz[]   $4 last timestamptz[], element by element
UPDATE ra_race_results r SET created_at = m.first_at, updated_at = m.last_at
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS m(race_id, horse_id, first_at, last_at)
WHERE r.race_id = m.race_id AND r.horse_id = m.horse_id
  AND (r.created_at, r.updated_at) IS DISTINCT FROM (m.first_at, m.last_at);
