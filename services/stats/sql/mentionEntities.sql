-- Remembers that entities were named, and when last; returns those whose row was new or became younger. Each is named once.
-- $1 entity types text[]   $2 ids text[]   $3 fetch times, ms bigint[], element by element
INSERT INTO stats_entities AS e (entity_type, entity_id, mentioned_at)
SELECT entity_type, entity_id, to_timestamp(at_ms / 1000.0)
FROM unnest($1::text[], $2::text[], $3::bigint[]) AS m(entity_type, entity_id, at_ms)
ORDER BY entity_type, entity_id
ON CONFLICT (entity_type, entity_id) DO UPDATE SET mentioned_at = EXCLUDED.mentioned_at
  WHERE e.mentioned_at < EXCLUDED.mentioned_at
RETURNING entity_type, entity_id;
