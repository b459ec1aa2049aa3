-- The units of a run that failed or are not in the plan.
-- $1 run id text
SELECT DISTINCT unit, date FROM run_units WHERE of_run = $1 AND outcome IN ('failed', 'not_in_plan') ORDER BY date DESC NULLS FIRST, unit;
