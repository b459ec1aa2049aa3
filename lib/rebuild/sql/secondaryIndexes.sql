-- Secondary indexes of a schema, as statements that name no schema (search_path must lead to it).
-- $1 schema
SELECT c.relname AS name, t.relname AS "table", pg_get_indexdef(i.indexrelid, 0, true) AS definition
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = t.relnamespace
WHERE n.nspname = $1 AND NOT i.indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid)
ORDER BY t.relname, c.relname;
