-- Counts as named whom the races of a replay have named, and when last.
INSERT INTO stats_entities AS e (entity_type, entity_id, mentioned_at)
SELECT entity_type, entity_id, max(mentioned_at) FROM stats_named GROUP BY entity_type, entity_id ORDER BY entity_type, entity_id
ON CONFLICT (entity_type, entity_id) DO UPDATE SET mentioned_at = EXCLUDED.mentioned_at
  WHERE e.mentioned_at < EXCLUDED.mentioned_at;
