-- Races that name an entity and of which something was fetched at an instant, or before and after it.
-- Those whose first or last event it may be come first.
-- $1 id text   $2 days it was named on date[]   $3 instant timestamptz
-- The names in braces are replaced: the condition on a race r of such a day, and further races.
SELECT r.race_id FROM (
  SELECT race_id FROM ra_races r WHERE r.date = ANY ($2::date[]) AND {of_day}
  UNION
  {others}
) AS named JOIN ra_races r USING (race_id)
WHERE $3 BETWEEN r.created_at AND r.updated_at
ORDER BY r.created_at <> $3 AND r.updated_at <> $3, r.race_id LIMIT 60;
