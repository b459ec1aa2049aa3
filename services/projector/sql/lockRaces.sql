-- Makes sure that races have a state row, in key order.
-- $1 race ids text[], sorted
INSERT INTO race_state (race_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING;
