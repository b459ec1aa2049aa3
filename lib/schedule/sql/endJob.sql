-- $1 job text   $2 outcome text   $3 message text   $4 now timestamptz
UPDATE schedule_jobs SET outcome = $2, message = left($3, 2000), finished_at = $4 WHERE job = $1;
