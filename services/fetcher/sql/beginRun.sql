-- A run has its first units planned.
-- $1 run id text
UPDATE runs SET state = 'running' WHERE id = $1 AND state = 'requested';
