-- The id of a schema, new or known; the subject gets it as its next version. Needs the lock of lockRegistry.sql.
-- $1 subject text   $2 schema text
WITH known AS (
  SELECT id FROM schema_registry WHERE schema = $2 ORDER BY id LIMIT 1
), added AS (
  INSERT INTO schema_registry (id, subject, version, schema)
  SELECT coalesce((SELECT id FROM known), (SELECT coalesce(max(id), 0) + 1 FROM schema_registry)), $1,
    (SELECT coalesce(max(version), 0) + 1 FROM schema_registry WHERE subject = $1), $2
  WHERE NOT EXISTS (SELECT FROM schema_registry WHERE subject = $1 AND schema = $2)
  RETURNING id
)
SELECT id FROM added UNION ALL SELECT id FROM known LIMIT 1;
