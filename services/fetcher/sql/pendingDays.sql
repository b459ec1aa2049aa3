-- The day units of kinds and a range that are still to be fetched: what is covered and settled, or was fetched since it was
-- asked for, is left out, unless it lacked one of the regions; newest first. Regions read before are read along.
-- $1 kinds text[]   $2 first date   $3 last date   $4 asked for at timestamptz   $5 today (London) date   $6 most int or null   $7 regions text[]
WITH wanted AS (
  SELECT k.kind || ':' || d.day::date AS unit, k.kind, d.day::date AS date
  FROM unnest($1::text[]) AS k(kind), generate_series($2::date, $3::date, interval '1 day') AS d(day)
  WHERE (k.kind = 'racecards' AND d.day::date BETWEEN '2023-01-23' AND $5::date + 7)
     OR (k.kind = 'results' AND d.day::date BETWEEN '1988-01-01' AND $5::date)
     OR (k.kind = 'results_today' AND d.day::date = $5::date)
)
SELECT w.unit, w.kind, w.date,
  ARRAY(SELECT region FROM unnest($7::text[] || coalesce(u.regions, '{}')) WITH ORDINALITY AS n(region, place) GROUP BY region ORDER BY min(place)) AS regions
FROM wanted w LEFT JOIN fetched_days u USING (unit)
WHERE u.unit IS NULL
  OR (u.succeeded_at IS NOT NULL AND NOT coalesce(u.regions, $7::text[]) @> $7::text[] AND (u.fetched_at < $4::timestamptz OR u.outcome IN ('ok', 'empty', 'not_found')))
  OR (u.fetched_at < $4::timestamptz AND (
       u.succeeded_at IS NULL
    OR w.kind = 'results_today'
    OR (w.kind = 'racecards' AND NOT u.covered)
    -- Today's and yesterday's results are still coming in; later ones are read again when their next reading is due.
    OR (w.kind = 'results' AND NOT u.settled AND (u.next_reading <= $4::timestamptz OR $4::timestamptz < u.day_ends + interval '24 hours'))))
ORDER BY w.date DESC, w.kind
LIMIT $6;
