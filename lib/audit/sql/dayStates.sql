-- Days of results by state: settled, or provisional with the next reading.
-- $1 first date or null   $2 last date or null
SELECT date, CASE WHEN settled THEN 'settled' ELSE 'provisional' END AS state, covered, items, fetched_at, next_reading
FROM fetched_days WHERE kind = 'results' AND succeeded_at IS NOT NULL
  AND date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') ORDER BY date;
