-- Ends a request.
-- $1 id text   $2 message text   $3 at timestamptz
UPDATE stats_work SET state = 'done', message = $2, finished_at = $3 WHERE id = $1 AND state = 'requested';
