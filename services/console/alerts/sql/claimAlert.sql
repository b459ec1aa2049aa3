-- The right to tell of something: at most one of a kind within the hour, the same thing again after a day or when it has
-- happened again. No row: not now.
-- $1 kind text   $2 now timestamptz   $3 message text   $4 subject text   $5 newest evidence timestamptz or null
INSERT INTO alerts AS a (kind, told_at, message, subject) VALUES ($1, $2, $3, $4)
ON CONFLICT (kind) DO UPDATE SET told_at = EXCLUDED.told_at, message = EXCLUDED.message, subject = EXCLUDED.subject
WHERE a.told_at <= EXCLUDED.told_at - interval '1 hour'
  AND (a.subject <> EXCLUDED.subject OR a.told_at <= EXCLUDED.told_at - interval '1 day' OR $5::timestamptz > a.told_at)
RETURNING kind;
