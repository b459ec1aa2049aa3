-- Notes a control message that was refused.
-- $1 id text   $2 command text   $3 reason text   $4 at timestamptz
INSERT INTO rejected_messages (id, command, reason, rejected_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;
