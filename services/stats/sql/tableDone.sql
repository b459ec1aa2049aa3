-- Notes that a table of a request is done.
-- $1 id text   $2 table text
UPDATE stats_work SET done = done || $2::text WHERE id = $1 AND NOT done @> ARRAY[$2::text];
