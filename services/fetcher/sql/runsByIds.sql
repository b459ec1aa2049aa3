-- Runs by their ids, locked: the planner sets states as well.
-- $1 ids text[]
SELECT id, kinds, start_date, end_date, regions, priority, units, state, message, requested_at, finished_at, traceparent
FROM runs WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE;
