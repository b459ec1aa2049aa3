-- Races without a result although the results of their day are covered; abandoned races have none.
-- $1 first date or null   $2 last date or null
SELECT race_id AS key, date, course_name AS course, 'there is no result although the results of the day were read two days later' AS detail
FROM ra_races r
WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') AND NOT has_result AND NOT is_abandoned
  AND EXISTS (SELECT FROM fetching.fetched_days d WHERE d.kind = 'results' AND d.date = r.date AND d.covered)
ORDER BY date, key;
