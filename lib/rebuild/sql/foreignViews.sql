-- Plain views that read from the tables of a schema and are not part of what comes in, in order of their creation.
-- $1 live schema   $2 schema that comes in
-- Definitions name every schema; search_path must be empty.
SELECT v.oid::int8 AS oid, n.nspname AS schema, v.relname AS name, pg_get_viewdef(v.oid) AS definition, v.reloptions AS options
FROM pg_class v JOIN pg_namespace n ON n.oid = v.relnamespace
WHERE v.relkind = 'v'
  AND NOT (n.nspname = $1::text AND EXISTS (
    SELECT FROM pg_class x JOIN pg_namespace y ON y.oid = x.relnamespace WHERE y.nspname = $2::text AND x.relname = v.relname))
  AND EXISTS (
    SELECT FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    LEFT JOIN pg_class o ON d.refclassid = 'pg_class'::regclass AND o.oid = d.refobjid
    LEFT JOIN pg_proc f ON d.refclassid = 'pg_proc'::regclass AND f.oid = d.refobjid
    JOIN pg_namespace s ON s.oid = coalesce(o.relnamespace, f.pronamespace)
    WHERE r.ev_class = v.oid AND s.nspname = $1::text AND coalesce(o.oid, 0) <> v.oid)
ORDER BY v.oid;
