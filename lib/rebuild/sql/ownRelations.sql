-- Tables and views of both schemas, and views elsewhere that read from the first: what a swap locks, in one order.
-- $1 live schema   $2 schema that comes in   $3 oids of foreign views int8[]
SELECT format('%I.%I', n.nspname, c.relname) AS name
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE (n.nspname IN ($1::text, $2::text) AND c.relkind IN ('r', 'p', 'v')) OR c.oid::int8 = ANY ($3::int8[])
ORDER BY n.nspname <> $1::text, c.relkind, c.relname;
