-- Notes control messages that were refused; the first reason of an id and command is kept.
-- $1 ids text[]   $2 commands text[]   $3 reasons text[]   $4 when timestamptz[], element by element
INSERT INTO rejected_messages (id, command, reason, rejected_at)
SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) ON CONFLICT (id, command) DO NOTHING;
