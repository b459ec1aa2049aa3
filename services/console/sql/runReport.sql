-- What a run fetched: units and calls by kind and outcome.
-- $1 run id text
SELECT u.kind, count(*)::int AS units, count(*) FILTER (WHERE u.outcome NOT IN ('failed', 'not_in_plan'))::int AS done,
  count(*) FILTER (WHERE u.outcome IN ('failed', 'not_in_plan'))::int AS failed, sum(u.calls)::int AS calls, sum(u.items)::int AS items,
  min(u.fetched_at) AS first_at, max(u.fetched_at) AS last_at
FROM fetch_units u WHERE u.run_id = $1 GROUP BY u.kind ORDER BY u.kind;
