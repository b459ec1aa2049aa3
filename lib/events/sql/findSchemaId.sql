-- The id of a schema that is registered under a subject.
-- $1 subject text   $2 schema text
SELECT id FROM schema_registry WHERE subject = $1 AND schema = $2 LIMIT 1;
