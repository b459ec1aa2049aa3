-- A run at random and an entity at random, with runs or without: what the continuous check looks at next.
SELECT run.race_id, run.horse_id, run.jockey_id, run.trainer_id, run.owner_id, run.sire_id, run.dam_id, run.damsire_id,
  entity.entity_type, entity.entity_id
FROM (
  SELECT r.* FROM stats_runs r
  WHERE r.race_id = (
    SELECT race_id FROM stats_races ORDER BY race_id
    OFFSET floor(random() * (SELECT count(*) FROM stats_races))::int LIMIT 1
  )
  ORDER BY random() LIMIT 1
) run
FULL JOIN (
  SELECT entity_type, entity_id FROM stats_entities WHERE entity_type <> 'horse'
  ORDER BY entity_type, entity_id
  OFFSET floor(random() * (SELECT count(*) FROM stats_entities WHERE entity_type <> 'horse'))::int LIMIT 1
) entity ON true;
