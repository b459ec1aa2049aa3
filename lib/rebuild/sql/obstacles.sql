-- What hangs on the tables of a schema from outside, or was added to them by hand, and cannot follow to the new tables.
-- $1 live schema   $2 schema that comes in
WITH own AS (
  SELECT c.oid, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = $1::text AND c.relkind IN ('r', 'p', 'v')
    AND EXISTS (SELECT FROM pg_class x JOIN pg_namespace y ON y.oid = x.relnamespace WHERE y.nspname = $2::text AND x.relname = c.relname)
)
SELECT DISTINCT 'materialized view ' || v.oid::regclass::text AS object
FROM own o JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = o.oid AND d.classid = 'pg_rewrite'::regclass
JOIN pg_rewrite r ON r.oid = d.objid JOIN pg_class v ON v.oid = r.ev_class
WHERE v.relkind = 'm'
UNION
SELECT 'foreign key ' || k.conname || ' of ' || k.conrelid::regclass::text
FROM own o JOIN pg_constraint k ON k.confrelid = o.oid AND k.contype = 'f' AND k.conrelid <> o.oid
UNION
SELECT 'column ' || o.relname || '.' || a.attname
FROM own o JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE NOT EXISTS (
  SELECT FROM pg_attribute b JOIN pg_class x ON x.oid = b.attrelid JOIN pg_namespace y ON y.oid = x.relnamespace
  WHERE y.nspname = $2::text AND x.relname = o.relname AND b.attname = a.attname AND NOT b.attisdropped)
UNION
SELECT 'trigger ' || t.tgname || ' of ' || o.relname FROM own o JOIN pg_trigger t ON t.tgrelid = o.oid AND NOT t.tgisinternal
WHERE NOT EXISTS (
  SELECT FROM pg_trigger u JOIN pg_class x ON x.oid = u.tgrelid JOIN pg_namespace y ON y.oid = x.relnamespace
  WHERE y.nspname = $2::text AND x.relname = o.relname AND u.tgname = t.tgname)
UNION
SELECT 'policy ' || p.polname || ' of ' || o.relname FROM own o JOIN pg_policy p ON p.polrelid = o.oid
UNION
SELECT 'publication of ' || o.relname FROM own o JOIN pg_publication_rel p ON p.prrelid = o.oid
UNION
SELECT 'function ' || f.oid::regprocedure::text
FROM own o JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = o.oid AND d.classid = 'pg_proc'::regclass
JOIN pg_proc f ON f.oid = d.objid JOIN pg_namespace n ON n.oid = f.pronamespace
WHERE n.nspname <> $1::text
ORDER BY 1;
