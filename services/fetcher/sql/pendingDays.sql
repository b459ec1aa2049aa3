-- The day units that a run still has to fetch: its range less what is covered or was fetched for it, newest first.
-- $1 run id text   $2 today (London) date   $3 most int or null
WITH run AS (SELECT * FROM runs WHERE id = $1),
wanted AS (
  SELECT k.kind || ':' || d.day::date AS unit, k.kind, d.day::date AS date, r.requested_at
  FROM run r, unnest(r.kinds) AS k(kind), generate_series(r.start_date, r.end_date, interval '1 day') AS d(day)
  WHERE (k.kind = 'racecards' AND d.day::date BETWEEN '2023-01-23' AND $2::date + 7)
     OR (k.kind = 'results' AND d.day::date BETWEEN '1988-01-01' AND $2::date)
     OR (k.kind = 'results_today' AND d.day::date = $2::date)
), judged AS (
  SELECT w.*, u.outcome, u.succeeded_at, u.fetched_at, u.retry_asked_at, u.changed_at,
    (w.date::timestamp AT TIME ZONE 'Europe/London') AS day_begins,
    ((w.date + 1)::timestamp AT TIME ZONE 'Europe/London') AS day_ends
  FROM wanted w LEFT JOIN fetch_units u USING (unit)
)
SELECT unit, kind, date FROM judged
WHERE fetched_at IS NULL
  OR retry_asked_at > fetched_at
  OR (fetched_at < requested_at AND NOT coalesce(
        (kind = 'racecards' AND succeeded_at >= day_begins AND outcome IN ('ok', 'not_found'))
     OR (kind = 'results' AND succeeded_at >= day_ends + interval '48 hours')
     OR (outcome = 'empty' AND succeeded_at >= day_ends), false))
ORDER BY date DESC, kind
LIMIT $3;
