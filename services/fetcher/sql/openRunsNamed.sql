-- Runs whose ids begin with a name and that are not finished, the newest first.
-- $1 beginning of the id text
SELECT id, kinds, start_date, end_date, regions, units, state, requested_at FROM runs
WHERE starts_with(id, $1) AND state IN ('requested', 'running', 'paused') ORDER BY requested_at DESC, id LIMIT 100;
