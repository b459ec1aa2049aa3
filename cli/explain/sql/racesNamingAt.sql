-- Races of which something was fetched at some instants, or before and after them. Of each instant those whose first or last event it
-- may be come first. All instants are looked for at once, because where no index helps the table is read whole.
-- $1 id text   $2 days it was named on date[]   $3 instants timestamptz[]
-- The name in braces is replaced: a condition on a race r and an instant i.at.
SELECT race_id, (extract(epoch FROM at) * 1000)::double precision AS at
FROM (
  SELECT r.race_id, i.at,
    row_number() OVER (PARTITION BY i.at ORDER BY i.at NOT IN (r.created_at, r.updated_at), r.race_id) AS nth
  FROM ra_races r JOIN unnest($3::timestamptz[]) AS i(at) ON i.at BETWEEN r.created_at AND r.updated_at
  WHERE ({condition}) AND $1::text IS NOT NULL AND $2::date[] IS NOT NULL
) AS races
WHERE nth <= 60
ORDER BY at, nth;
