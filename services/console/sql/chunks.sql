-- Calendar months between the first and the last day asked for or fetched, clipped to them, oldest first; a month is processed
-- when every day unit asked for in it was answered.
-- $1 today (London) date
WITH wanted AS (
  SELECT DISTINCT k.kind, d.day::date AS date
  FROM runs r CROSS JOIN LATERAL unnest(r.kinds) AS k(kind) CROSS JOIN LATERAL generate_series(r.start_date, r.end_date, interval '1 day') AS d(day)
  WHERE r.state <> 'cancelled'
    AND ((k.kind = 'racecards' AND d.day BETWEEN '2023-01-23' AND $1::date + 7) OR (k.kind = 'results' AND d.day <= $1::date))
), days AS (
  SELECT kind, date, u.succeeded_at IS NOT NULL AS answered, w.date IS NOT NULL AS wanted
  FROM wanted w FULL JOIN (SELECT kind, date, succeeded_at FROM fetch_units WHERE kind IN ('racecards', 'results')) u USING (kind, date)
)
SELECT row_number() OVER (ORDER BY date_trunc('month', date))::int AS chunk_number, min(date) AS start_date, max(date) AS end_date,
  count(*) FILTER (WHERE kind = 'racecards' AND answered)::int AS racecards,
  count(*) FILTER (WHERE kind = 'results' AND answered)::int AS results,
  bool_and(answered OR NOT wanted) AS processed
FROM days GROUP BY date_trunc('month', date) ORDER BY 1;
