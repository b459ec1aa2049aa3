-- What still has to be fetched is asked for of open runs, a few among all that ever were.
CREATE INDEX runs_open ON runs (requested_at) WHERE state IN ('requested', 'running', 'paused');
