-- Runs that have something to do, the most urgent first, with the kinds whose old days were refused by plan since they were
-- asked for.
SELECT id, kinds, start_date, end_date, regions, priority, units, state, requested_at, traceparent,
  ARRAY(
    SELECT DISTINCT u.kind FROM fetch_units u
    WHERE u.run_id = r.id AND u.outcome = 'not_in_plan' AND u.fetched_at >= r.requested_at ORDER BY u.kind
  ) AS refused_kinds
FROM runs r WHERE state IN ('requested', 'running')
ORDER BY array_position(ARRAY['live', 'backfill', 'profiles'], priority), requested_at, id;
