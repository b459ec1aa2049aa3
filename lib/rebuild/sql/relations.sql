-- Tables and views of a schema, and views elsewhere: what a swap locks, each with the statement that does.
-- $1 schema   $2 prefix of the tables that people read   $3 oids of foreign views int8[]
-- A view is locked by giving it the owner it has, because LOCK TABLE would lock its tables as well.
SELECT n.nspname = $1::text AND c.relkind <> 'v' AND starts_with(c.relname, $2::text) AS is_read,
  CASE WHEN c.relkind = 'v' THEN format('ALTER VIEW %I.%I OWNER TO %I', n.nspname, c.relname, pg_get_userbyid(c.relowner))
    ELSE format('LOCK TABLE %I.%I IN ACCESS EXCLUSIVE MODE', n.nspname, c.relname) END AS statement
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname = $1::text AND c.relkind IN ('r', 'p', 'v')) OR c.oid::int8 = ANY ($3::int8[])
ORDER BY c.relkind = 'v', c.relname;
