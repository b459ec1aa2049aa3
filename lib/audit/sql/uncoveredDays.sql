-- Days asked for and due but not covered: results 48 h after the day, racecards once the day is over. Without a range the days that
-- runs asked for; with one every day of it.
-- $1 first date or null   $2 last date or null   $3 now timestamptz
WITH asked AS (
  SELECT DISTINCT k.kind, d.day::date AS date
  FROM runs r CROSS JOIN LATERAL unnest(r.kinds) AS k(kind) CROSS JOIN LATERAL generate_series(r.start_date, r.end_date, interval '1 day') AS d(day)
  WHERE $1::date IS NULL AND r.state <> 'cancelled' AND k.kind IN ('racecards', 'results')
  UNION
  SELECT k.kind, d.day::date FROM unnest(ARRAY['racecards', 'results']) AS k(kind),
    generate_series($1::date, coalesce($2::date, ($3::timestamptz AT TIME ZONE 'Europe/London')::date), interval '1 day') AS d(day)
)
SELECT a.kind || ':' || a.date AS key, a.date, NULL::text AS course,
  CASE WHEN d.unit IS NULL THEN 'not fetched' WHEN d.outcome IN ('failed', 'not_in_plan') THEN replace(d.outcome, '_', ' ')
    ELSE 'fetched ' || to_char(d.fetched_at AT TIME ZONE 'Europe/London', 'YYYY-MM-DD HH24:MI') || ', too early to be complete' END AS detail
FROM asked a LEFT JOIN fetched_days d ON d.kind = a.kind AND d.date = a.date
WHERE NOT coalesce(d.covered, false) AND ($2::date IS NULL OR a.date <= $2::date)
  AND CASE a.kind WHEN 'results' THEN ((a.date + 1)::timestamp AT TIME ZONE 'Europe/London') + interval '48 hours' <= $3::timestamptz
    ELSE a.date >= '2023-01-23' AND ((a.date + 1)::timestamp AT TIME ZONE 'Europe/London') <= $3::timestamptz END
ORDER BY a.date, a.kind;
