-- Races of which something was fetched at an instant, or before and after it. Those whose first or last event it may be come first.
-- $1 id text   $2 days it was named on date[]   $3 instant timestamptz
-- The name in braces is replaced: a condition on a race r.
SELECT race_id FROM ra_races r
WHERE ({condition}) AND $3::timestamptz BETWEEN created_at AND updated_at
  AND $1::text IS NOT NULL AND $2::date[] IS NOT NULL
ORDER BY created_at <> $3 AND updated_at <> $3, race_id LIMIT 60;
