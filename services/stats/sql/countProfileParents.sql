-- Counts as named every parent that the profile of a known horse names; those a replay left for later among them.
INSERT INTO stats_entities AS e (entity_type, entity_id, mentioned_at)
SELECT p.entity_type, p.entity_id, max(p.mentioned_at)
FROM stats_profile_parents p
JOIN stats_entities horse ON horse.entity_type = 'horse' AND horse.entity_id = p.horse_id
GROUP BY p.entity_type, p.entity_id
ORDER BY p.entity_type, p.entity_id
ON CONFLICT (entity_type, entity_id) DO UPDATE SET mentioned_at = EXCLUDED.mentioned_at
  WHERE e.mentioned_at < EXCLUDED.mentioned_at;
