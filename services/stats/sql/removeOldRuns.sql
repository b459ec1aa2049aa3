-- Removes the facts of superseded results of some races.
-- $1 race ids text[]
DELETE FROM stats_old_runs WHERE race_id = ANY ($1::text[]);
