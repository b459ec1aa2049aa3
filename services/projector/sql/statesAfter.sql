-- The next states after an entity, in key order.
-- $1 entity type   $2 entity id, both '' to begin with   $3 how many
SELECT entity_type, entity_id, state FROM entity_state
WHERE (entity_type, entity_id) > ($1, $2)
ORDER BY entity_type, entity_id LIMIT $3;
