-- Units that failed and were not fetched since, newest first; archived ones only where asked for.
-- $1 most int   $2 archived ones too boolean
SELECT fetched_at AS "timestamp", unit, kind, date, to_char(date, 'YYYY-MM') AS chunk, horse_id, message AS error, attempts, status, run_id
FROM fetch_units u WHERE outcome IN ('failed', 'not_in_plan')
  AND ($2 OR NOT EXISTS (SELECT FROM archived_errors a WHERE a.unit = u.unit AND a.fetched_at = u.fetched_at))
ORDER BY fetched_at DESC, unit LIMIT $1;
