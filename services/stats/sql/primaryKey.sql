-- The primary key of a table: its quoted name, and how it is made.
-- $1 table, found by search_path
SELECT quote_ident(conname) AS name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE conrelid = $1::regclass AND contype = 'p';
