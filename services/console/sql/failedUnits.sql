-- Units that failed and were not fetched since, newest first.
-- $1 most int
SELECT fetched_at AS "timestamp", unit, kind, to_char(date, 'YYYY-MM') AS chunk, horse_id, message AS error, attempts, status, run_id
FROM fetch_units WHERE outcome IN ('failed', 'not_in_plan') ORDER BY fetched_at DESC, unit LIMIT $1;
