-- The schedule: when each job was due, ran and how it ended. And failures that nobody needs to see any more.

CREATE TABLE schedule_jobs (
  job text PRIMARY KEY,
  due_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  outcome text,
  message text
);
COMMENT ON TABLE schedule_jobs IS 'Jobs of the schedule (docs/schedule.md): the newest due time that somebody took, and what came of it.';
COMMENT ON COLUMN schedule_jobs.due_at IS 'The due time taken last; before the first one, when a scheduler first saw the job.';
COMMENT ON COLUMN schedule_jobs.outcome IS 'running, done or failed; null before the first run.';

CREATE TABLE archived_errors (
  unit text NOT NULL,
  fetched_at timestamptz NOT NULL,
  archived_at timestamptz NOT NULL,
  PRIMARY KEY (unit, fetched_at)
);
COMMENT ON TABLE archived_errors IS 'Failures older than a month, left out of `darkhorses errors`; a unit that fails again is shown again.';
