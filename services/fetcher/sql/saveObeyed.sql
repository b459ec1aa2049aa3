-- Notes the ids of messages that were obeyed.
-- $1 ids text[]   $2 commands text[]   $3 when timestamptz[], element by element
INSERT INTO control_messages (id, command, obeyed_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) ON CONFLICT (id) DO NOTHING;
