-- Calendar months between the first and the last day asked for or fetched, clipped to them, oldest first; a month is processed
-- when every day unit asked for in it was answered.
-- $1 today (London) date
-- Ranges are united first: the schedule asks for the same days again and again.
WITH ranges AS (
  SELECT k.kind, unnest(range_agg(daterange(r.start_date, r.end_date, '[]'))) AS days
  FROM runs r CROSS JOIN LATERAL unnest(r.kinds) AS k(kind)
  WHERE r.state <> 'cancelled' AND r.kinds && ARRAY['racecards', 'results'] AND k.kind IN ('racecards', 'results')
  GROUP BY k.kind
), wanted AS (
  SELECT kind, d.day::date AS date
  FROM ranges CROSS JOIN LATERAL generate_series(lower(days), upper(days) - 1, interval '1 day') AS d(day)
  WHERE (kind = 'racecards' AND d.day BETWEEN '2023-01-23' AND $1::date + 7) OR (kind = 'results' AND d.day <= $1::date)
), days AS (
  SELECT kind, date, u.succeeded_at IS NOT NULL AS answered, w.date IS NOT NULL AS wanted
  FROM wanted w FULL JOIN (SELECT kind, date, succeeded_at FROM fetch_units WHERE kind IN ('racecards', 'results')) u USING (kind, date)
)
SELECT row_number() OVER (ORDER BY date_trunc('month', date))::int AS chunk_number, min(date) AS start_date, max(date) AS end_date,
  count(*) FILTER (WHERE kind = 'racecards' AND answered)::int AS racecards,
  count(*) FILTER (WHERE kind = 'results' AND answered)::int AS results,
  bool_and(answered OR NOT wanted) AS processed
FROM days GROUP BY date_trunc('month', date) ORDER BY 1;
