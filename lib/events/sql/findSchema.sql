-- The schema of an id.
-- $1 id int
SELECT schema FROM schema_registry WHERE id = $1 LIMIT 1;
