-- The oldest request that is not finished, of all or of one command.
-- $1 command text or null
SELECT id, command, tables, done FROM stats_work
WHERE state = 'requested' AND command = coalesce($1::text, command)
ORDER BY requested_at, id LIMIT 1;
