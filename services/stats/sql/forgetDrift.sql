-- Forgets what was found at an earlier look.
-- $1 table text   $2 scope text
DELETE FROM stats_drift WHERE table_name = $1 AND scope = $2;
