-- Units that failed and were not fetched since; of days, only what is not told by their coverage.
-- $1 first date or null   $2 last date or null
SELECT unit AS key, date, NULL::text AS course, replace(outcome, '_', ' ') || coalesce(': ' || message, '') AS detail
FROM fetch_units WHERE outcome IN ('failed', 'not_in_plan')
  AND (date IS NULL AND $1::date IS NULL OR date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity'))
ORDER BY date NULLS LAST, unit;
