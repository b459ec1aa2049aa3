-- Parents that only a profile names have their statistics set as well (counts 0), once a race has made the horse known.

CREATE TABLE stats_profile_parents (
  horse_id text NOT NULL,
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  mentioned_at timestamptz NOT NULL,
  PRIMARY KEY (horse_id, entity_type, entity_id)
);
COMMENT ON TABLE stats_profile_parents IS 'Parents named by the profile of a horse: they count as named once a race has named the horse.';
COMMENT ON COLUMN stats_profile_parents.mentioned_at IS 'Latest fetched_at of a profile of the horse that names it.';

-- Horses are noted beside the other entities, so that a profile can tell whether its horse is known.
COMMENT ON TABLE stats_entities IS 'Every horse, jockey, trainer, owner, sire, dam and damsire that counts as named, so that each has its statistics set, with runs or without.';
INSERT INTO stats_entities (entity_type, entity_id, mentioned_at)
SELECT 'horse', horse_id, to_timestamp(0) FROM stats_runners GROUP BY horse_id;
