-- What each run that is not finished still has to fetch: named units and lists not fetched since it was asked for, days neither
-- fetched since nor settled. Profiles are shared by all runs that ask for them.
-- $1 today (London) date
WITH open_runs AS (
  SELECT * FROM runs WHERE state IN ('requested', 'running', 'paused')
), wanted AS (
  SELECT r.id, n.unit, true AS named, r.requested_at FROM open_runs r CROSS JOIN LATERAL unnest(r.units) AS n(unit)
  UNION
  SELECT r.id, k.kind, true, r.requested_at FROM open_runs r CROSS JOIN LATERAL unnest(r.kinds) AS k(kind) WHERE k.kind IN ('courses', 'regions', 'bookmakers')
  UNION
  SELECT r.id, k.kind || ':' || d.day::date, false, r.requested_at
  FROM open_runs r CROSS JOIN LATERAL unnest(r.kinds) AS k(kind) CROSS JOIN LATERAL generate_series(r.start_date, r.end_date, interval '1 day') AS d(day)
  WHERE (k.kind = 'racecards' AND d.day BETWEEN '2023-01-23' AND $1::date + 7) OR (k.kind = 'results' AND d.day <= $1::date)
)
SELECT w.id, count(DISTINCT w.unit)::int AS remaining
FROM wanted w LEFT JOIN fetch_units u USING (unit) LEFT JOIN fetched_days f ON f.unit = w.unit AND NOT w.named
WHERE (u.fetched_at IS NULL OR u.fetched_at < w.requested_at) AND NOT coalesce(f.covered AND f.settled, false)
GROUP BY w.id;
