-- Calls of the units fetched since an instant: those of units that failed, and the others.
-- $1 since timestamptz
SELECT coalesce(sum(calls) FILTER (WHERE outcome <> 'failed'), 0)::int AS ok,
  coalesce(sum(calls) FILTER (WHERE outcome = 'failed'), 0)::int AS errors, max(fetched_at) FILTER (WHERE outcome = 'failed') AS newest
FROM fetch_units WHERE fetched_at >= $1;
