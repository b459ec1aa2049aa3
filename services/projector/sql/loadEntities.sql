-- Locks the states of entities in key order and returns them.
-- $1 types text[]   $2 ids text[], pairwise
SELECT s.entity_type, s.entity_id, s.state FROM entity_state s
JOIN unnest($1::text[], $2::text[]) AS k(entity_type, entity_id) USING (entity_type, entity_id)
ORDER BY s.entity_type COLLATE "C", s.entity_id COLLATE "C"
FOR UPDATE OF s;
