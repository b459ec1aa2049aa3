-- Gives back everything a member holds, and tells the others.
-- $1 group text   $2 member text
WITH released AS (
  UPDATE log_leases SET member = NULL, generation = generation + 1 WHERE group_name = $1 AND member = $2
), gone AS (
  DELETE FROM log_members WHERE group_name = $1 AND member = $2
)
SELECT pg_notify('darkhorses_log', '@' || $1);
