-- Takes a due time of a job for this process; no row: somebody else did, or does. One that was killed at it is followed after two hours.
-- $1 job text   $2 due at timestamptz   $3 now timestamptz
UPDATE schedule_jobs SET due_at = $2, started_at = $3, finished_at = NULL, outcome = 'running', message = NULL
WHERE job = $1 AND (due_at < $2 OR (due_at = $2 AND outcome = 'running' AND started_at < $3::timestamptz - interval '2 hours'))
RETURNING job;
