-- Sets runs as the control messages left them.
-- $1 runs jsonb, an array of rows
INSERT INTO runs AS t (id, kinds, start_date, end_date, regions, priority, units, state, message, requested_at, finished_at, traceparent)
SELECT id, kinds, start_date, end_date, regions, priority, units, state, message, requested_at, finished_at, traceparent
FROM jsonb_to_recordset($1::jsonb) AS r(id text, kinds text[], start_date date, end_date date, regions text[], priority text, units text[],
  state text, message text, requested_at timestamptz, finished_at timestamptz, traceparent text)
ON CONFLICT (id) DO UPDATE SET priority = EXCLUDED.priority, state = EXCLUDED.state, finished_at = EXCLUDED.finished_at;
