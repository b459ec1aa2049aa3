-- Counts the parents of profiles as named, where the horse is known; returns those new or named later than before.
-- $1 horse ids text[]: of profiles that came, and of horses that became known
INSERT INTO stats_entities AS e (entity_type, entity_id, mentioned_at)
SELECT p.entity_type, p.entity_id, max(p.mentioned_at)
FROM stats_profile_parents p
JOIN stats_entities horse ON horse.entity_type = 'horse' AND horse.entity_id = p.horse_id
WHERE p.horse_id = ANY ($1::text[])
GROUP BY p.entity_type, p.entity_id
ORDER BY p.entity_type, p.entity_id
ON CONFLICT (entity_type, entity_id) DO UPDATE SET mentioned_at = EXCLUDED.mentioned_at
  WHERE e.mentioned_at < EXCLUDED.mentioned_at
RETURNING entity_type, entity_id;
