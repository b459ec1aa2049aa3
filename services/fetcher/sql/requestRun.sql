-- Accepts a run, once per id.
-- $1 id text   $2 kinds text[]   $3 start date   $4 end date   $5 regions text[]   $6 priority text   $7 requested at timestamptz
INSERT INTO runs (id, kinds, start_date, end_date, regions, priority, state, requested_at)
VALUES ($1, $2, $3, $4, $5, $6, 'requested', $7)
ON CONFLICT (id) DO NOTHING;
