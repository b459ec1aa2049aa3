-- Runs that ended since alerts are watched for, within a day, and were not told of, oldest first.
-- $1 now timestamptz   $2 most int
SELECT r.id, r.state, r.start_date, r.end_date, r.message, r.requested_at, r.finished_at
FROM runs r CROSS JOIN alert_watch w
WHERE r.state IN ('done', 'failed') AND r.finished_at >= w.since AND r.finished_at > $1::timestamptz - interval '1 day'
  AND NOT EXISTS (SELECT FROM alert_subjects s WHERE s.kind = 'run finished' AND s.subject = r.id)
ORDER BY r.finished_at, r.id LIMIT $2;
