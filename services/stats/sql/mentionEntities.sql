-- Remembers that entities were named, and when last; returns those whose row was new or became younger. Each is named once.
-- $1 entity types text[]   $2 ids text[]   $3 fetch times, ms bigint[], element by element
-- $4 whether all of them are wanted, or those horses alone that profiles name parents of
WITH named AS (
  INSERT INTO stats_entities AS e (entity_type, entity_id, mentioned_at)
  SELECT entity_type, entity_id, to_timestamp(at_ms / 1000.0)
  FROM unnest($1::text[], $2::text[], $3::bigint[]) AS m(entity_type, entity_id, at_ms)
  ORDER BY entity_type, entity_id
  ON CONFLICT (entity_type, entity_id) DO UPDATE SET mentioned_at = EXCLUDED.mentioned_at
    WHERE e.mentioned_at < EXCLUDED.mentioned_at
  RETURNING entity_type, entity_id
)
SELECT entity_type, entity_id FROM named
WHERE $4 OR entity_type = 'horse' AND (SELECT true FROM stats_profile_parents p WHERE p.horse_id = named.entity_id LIMIT 1);
