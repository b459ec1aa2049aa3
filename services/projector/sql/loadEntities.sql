-- The stored states of some entities of one kind.
-- $1 entity type text   $2 ids text[]
SELECT entity_id, state FROM entity_state WHERE entity_type = $1 AND entity_id = ANY ($2::text[]);
