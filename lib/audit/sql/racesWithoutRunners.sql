-- Races without a single runner.
-- $1 first date or null   $2 last date or null
SELECT race_id AS key, date, course_name AS course, 'no runner is known' AS detail
FROM ra_races r
WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
  AND NOT EXISTS (SELECT FROM ra_runners u WHERE u.race_id = r.race_id)
ORDER BY date, key;
