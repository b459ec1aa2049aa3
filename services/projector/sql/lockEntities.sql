-- Makes sure that entities have a state row, in key order.
-- $1 types text[]   $2 ids text[], pairwise and sorted
INSERT INTO entity_state (entity_type, entity_id) SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING;
