-- What people have made in a schema beside its own: the statement that moves each to the schema that comes in.
-- $1 live schema   $2 schema that comes in
SELECT format('ALTER %s %I.%I SET SCHEMA %I',
    CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END,
    $1::text, c.relname, $2::text) AS statement
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1::text AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
  AND NOT EXISTS (SELECT FROM pg_class x JOIN pg_namespace y ON y.oid = x.relnamespace WHERE y.nspname = $2::text AND x.relname = c.relname)
  -- Sequences of columns follow their tables.
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S')
UNION ALL
SELECT format('ALTER ROUTINE %I.%I(%s) SET SCHEMA %I', $1::text, f.proname, pg_get_function_identity_arguments(f.oid), $2::text)
FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
WHERE n.nspname = $1::text AND NOT EXISTS (
  SELECT FROM pg_proc x JOIN pg_namespace y ON y.oid = x.pronamespace
  WHERE y.nspname = $2::text AND x.proname = f.proname AND pg_get_function_identity_arguments(x.oid) = pg_get_function_identity_arguments(f.oid))
UNION ALL
SELECT format('ALTER TYPE %I.%I SET SCHEMA %I', $1::text, t.typname, $2::text)
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
WHERE n.nspname = $1::text AND (t.typtype IN ('e', 'd') OR c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM pg_type x JOIN pg_namespace y ON y.oid = x.typnamespace WHERE y.nspname = $2::text AND x.typname = t.typname);
