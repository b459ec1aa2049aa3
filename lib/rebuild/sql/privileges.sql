-- The statements that give a schema and what is in it the owners and privileges of another one.
-- $1 schema to take them from   $2 schema to give them to
WITH objects AS (
  SELECT CASE WHEN c.relkind = 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind, c.relname AS name, NULL::text AS col,
    n.nspname AS schema, format('%I.%I', $2::text, c.relname) AS target, c.relowner AS owner,
    coalesce(c.relacl, acldefault(CASE WHEN c.relkind = 'S' THEN 's' ELSE 'r' END::"char", c.relowner)) AS acl
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ($1, $2) AND c.relkind IN ('r', 'p', 'v', 'S')
  UNION ALL
  SELECT 'TABLE', c.relname, a.attname, n.nspname, format('%I.%I', $2::text, c.relname), c.relowner, a.attacl
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname IN ($1, $2) AND c.relkind IN ('r', 'p', 'v') AND a.attacl IS NOT NULL
  UNION ALL
  SELECT 'FUNCTION', f.proname || '(' || pg_get_function_identity_arguments(f.oid) || ')', NULL, n.nspname,
    format('%I.%I(%s)', $2::text, f.proname, pg_get_function_identity_arguments(f.oid)), f.proowner,
    coalesce(f.proacl, acldefault('f', f.proowner))
  FROM pg_proc f JOIN pg_namespace n ON n.oid = f.pronamespace
  WHERE n.nspname IN ($1, $2)
  UNION ALL
  SELECT 'SCHEMA', '', NULL, n.nspname, format('%I', $2::text), n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
  FROM pg_namespace n WHERE n.nspname IN ($1, $2)
), paired AS (
  SELECT kind, name, col, target FROM objects GROUP BY kind, name, col, target
  HAVING count(*) FILTER (WHERE schema = $1) = 1
    AND (col IS NOT NULL OR count(*) FILTER (WHERE schema = $2) = 1)
), granted AS (
  SELECT o.kind, o.name, o.col, o.schema, o.target, a.grantee, a.privilege_type AS privilege, a.is_grantable
  FROM objects o JOIN paired p ON p.kind = o.kind AND p.name = o.name AND p.col IS NOT DISTINCT FROM o.col
  CROSS JOIN LATERAL aclexplode(o.acl) a
), named AS (
  SELECT g.*, CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS who,
    CASE WHEN g.col IS NULL THEN '' ELSE format(' (%I)', g.col) END AS part
  FROM granted g
)
SELECT 1 AS step, format('ALTER %s %s OWNER TO %I', o.kind, o.target, pg_get_userbyid(o.owner)) AS statement
FROM objects o JOIN objects n ON n.kind = o.kind AND n.name = o.name AND n.col IS NULL AND o.col IS NULL
WHERE o.schema = $1 AND n.schema = $2 AND o.owner <> n.owner AND NOT (o.kind = 'SEQUENCE')
UNION ALL
SELECT 2, format('REVOKE %s%s ON %s %s FROM %s', privilege, part, kind, target, who) FROM named n
WHERE schema = $2 AND NOT EXISTS (SELECT FROM named o WHERE o.schema = $1 AND o.kind = n.kind AND o.name = n.name
  AND o.col IS NOT DISTINCT FROM n.col AND o.grantee = n.grantee AND o.privilege = n.privilege)
UNION ALL
SELECT 3, format('GRANT %s%s ON %s %s TO %s%s', privilege, part, kind, target, who, CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM named o
WHERE schema = $1 AND NOT EXISTS (SELECT FROM named n WHERE n.schema = $2 AND o.kind = n.kind AND o.name = n.name
  AND o.col IS NOT DISTINCT FROM n.col AND o.grantee = n.grantee AND o.privilege = n.privilege AND o.is_grantable = n.is_grantable)
UNION ALL
SELECT 4, format('ALTER DEFAULT PRIVILEGES FOR ROLE %I IN SCHEMA %I GRANT %s ON %s TO %s%s', pg_get_userbyid(d.defaclrole), $2::text,
  a.privilege_type, CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' ELSE 'TYPES' END,
  CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END)
FROM pg_default_acl d JOIN pg_namespace n ON n.oid = d.defaclnamespace CROSS JOIN LATERAL aclexplode(d.defaclacl) a
WHERE n.nspname = $1
ORDER BY 1, 2;
