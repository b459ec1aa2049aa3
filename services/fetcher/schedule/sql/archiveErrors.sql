-- Archives the failures before an instant.
-- $1 before timestamptz   $2 now timestamptz
INSERT INTO archived_errors (unit, fetched_at, archived_at)
SELECT unit, fetched_at, $2 FROM fetch_units WHERE outcome IN ('failed', 'not_in_plan') AND fetched_at < $1
ON CONFLICT DO NOTHING;
