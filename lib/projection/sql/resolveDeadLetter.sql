-- Marks a dead letter as applied, unless it is already; no row then.
-- $1 group text   $2 topic text   $3 partition int   $4 offset bigint   $5 now timestamptz
UPDATE dead_letters SET resolved_at = $5
WHERE group_name = $1 AND topic = $2 AND partition = $3 AND "offset" = $4 AND resolved_at IS NULL;
