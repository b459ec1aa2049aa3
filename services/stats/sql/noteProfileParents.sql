-- Remembers the parents that profiles name, and when last.
-- $1 horse ids text[]   $2 entity types text[]   $3 ids text[]   $4 fetch times, ms bigint[], element by element
INSERT INTO stats_profile_parents AS p (horse_id, entity_type, entity_id, mentioned_at)
SELECT horse_id, entity_type, entity_id, to_timestamp(max(at_ms) / 1000.0)
FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) AS m(horse_id, entity_type, entity_id, at_ms)
GROUP BY horse_id, entity_type, entity_id
ORDER BY horse_id, entity_type, entity_id
ON CONFLICT (horse_id, entity_type, entity_id) DO UPDATE SET mentioned_at = greatest(p.mentioned_at, EXCLUDED.mentioned_at);
