-- The day units of kinds and a range: how many there are, how many were never possible and why, and how many were refused by plan.
-- $1 kinds text[]   $2 first date   $3 last date   $4 today (London) date
SELECT kind, count(*)::int AS units,
  count(*) FILTER (WHERE why IS NOT NULL)::int AS impossible, min(why) AS why,
  count(*) FILTER (WHERE why IS NULL AND outcome = 'not_in_plan')::int AS refused
FROM (
  SELECT k.kind, u.outcome, CASE
      WHEN k.kind = 'racecards' AND d.day < '2023-01-23' THEN 'no racecards exist before 2023-01-23'
      WHEN k.kind = 'racecards' AND d.day > $4::date + 7 THEN 'racecards exist up to 7 days ahead'
      WHEN k.kind = 'results' AND d.day < '1988-01-01' THEN 'no results exist before 1988-01-01'
      WHEN k.kind = 'results' AND d.day > $4::date THEN 'not run yet'
      WHEN k.kind = 'results_today' AND d.day <> $4::date THEN 'not today'
    END AS why
  FROM unnest($1::text[]) AS k(kind) CROSS JOIN generate_series($2::date, $3::date, interval '1 day') AS d(day)
  LEFT JOIN fetch_units u ON u.unit = k.kind || ':' || d.day::date
  WHERE k.kind IN ('racecards', 'results', 'results_today')
) days
GROUP BY kind, why IS NULL, why ORDER BY kind, why NULLS FIRST;
