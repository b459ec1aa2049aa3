-- Notes whether published rows lag behind the facts.
-- $1 pending boolean
UPDATE stats_clock SET publication_pending = $1 WHERE publication_pending <> $1;
