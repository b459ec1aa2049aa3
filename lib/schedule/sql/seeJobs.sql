-- Jobs that were never seen before are due from now on, not for what lies behind.
-- $1 jobs text[]   $2 now timestamptz
INSERT INTO schedule_jobs (job, due_at) SELECT job, $2 FROM unnest($1::text[]) AS j(job) ON CONFLICT (job) DO NOTHING;
