-- Takes a request, once per id.
-- $1 id text   $2 command text   $3 tables text[]   $4 state text   $5 message text   $6 requested at timestamptz
INSERT INTO stats_work (id, command, tables, state, message, requested_at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (id) DO NOTHING;
