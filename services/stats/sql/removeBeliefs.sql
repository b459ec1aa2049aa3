-- Removes the former beliefs of some races.
-- $1 race ids text[]
DELETE FROM stats_beliefs WHERE race_id = ANY ($1::text[]);
