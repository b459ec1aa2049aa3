-- The newest runs with what has been fetched of each since it was asked for, by whichever run it was fetched.
-- $1 most int   $2 only this id text or null
-- The name in braces is replaced: true, or the condition of the index runs_noticed.
SELECT r.id, r.kinds, r.start_date, r.end_date, r.regions, r.priority, r.state, r.message, r.requested_at, r.finished_at,
  coalesce(u.done, 0)::int AS done, coalesce(u.failed, 0)::int AS failed
FROM (SELECT * FROM runs WHERE ($2::text IS NULL OR id = $2) AND {noticed} ORDER BY requested_at DESC, id LIMIT $1) r
LEFT JOIN LATERAL (
  SELECT count(*) FILTER (WHERE outcome NOT IN ('failed', 'not_in_plan')) AS done,
    count(*) FILTER (WHERE outcome IN ('failed', 'not_in_plan')) AS failed
  FROM (
    SELECT outcome FROM fetch_units WHERE unit = ANY (r.units) AND fetched_at >= r.requested_at
    UNION ALL
    SELECT outcome FROM fetch_units WHERE kind = ANY (r.kinds) AND date BETWEEN r.start_date AND r.end_date
      AND fetched_at >= r.requested_at AND NOT coalesce(unit = ANY (r.units), false)
    UNION ALL
    SELECT outcome FROM fetch_units WHERE unit IN ('courses', 'regions', 'bookmakers') AND unit = ANY (r.kinds)
      AND fetched_at >= r.requested_at AND NOT coalesce(unit = ANY (r.units), false)
    UNION ALL
    SELECT outcome FROM fetch_units WHERE kind = 'profiles' AND run_id = r.id AND NOT coalesce(unit = ANY (r.units), false)
  ) fetched
) u ON true
ORDER BY r.requested_at DESC, r.id;
