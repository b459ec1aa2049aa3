-- Calls that the units fetched since an instant have cost, and how they ended.
-- $1 since timestamptz
SELECT coalesce(sum(calls), 0)::int AS calls, count(*)::int AS units,
  count(*) FILTER (WHERE outcome = 'failed')::int AS failed, max(fetched_at) AS newest
FROM fetch_units WHERE fetched_at >= $1;
