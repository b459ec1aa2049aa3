-- Ends a run unless it was paused or cancelled meanwhile.
-- $1 run id text   $2 state text   $3 message text or null   $4 when timestamptz
UPDATE runs SET state = $2, message = $3, finished_at = $4 WHERE id = $1 AND state IN ('requested', 'running');
