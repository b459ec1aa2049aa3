-- How many units of a run were not answered, by why: failed, not_in_plan.
-- $1 run id text
SELECT outcome, count(*)::int AS units FROM run_units WHERE of_run = $1 AND outcome IN ('failed', 'not_in_plan') GROUP BY outcome ORDER BY outcome;
