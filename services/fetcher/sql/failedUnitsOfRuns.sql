-- The units of runs that failed or are not in the plan.
-- $1 run ids text[]
SELECT of_run, array_agg(unit ORDER BY date DESC NULLS FIRST, unit) AS units FROM run_units
WHERE of_run = ANY ($1::text[]) AND outcome IN ('failed', 'not_in_plan') GROUP BY of_run;
