-- What statistics are counted from: per race its merged state, per run one narrow fact, per entity its totals.
-- Everything here belongs to the consumer group `stats` and can be rebuilt from the log.

CREATE TABLE stats_races (
  race_id text PRIMARY KEY,
  state text,
  race_date date,
  off_dt timestamptz,
  course_id text,
  distance_group int
);
COMMENT ON TABLE stats_races IS 'One row per race the group stats has seen: the newest card and result in compact form, and the race facts that features refer to.';
COMMENT ON COLUMN stats_races.state IS 'Compact mergeable state of the race (lib/racing), so that events may come in any order.';
COMMENT ON COLUMN stats_races.distance_group IS 'The nearest half furlong, in yards: a multiple of 110.';

CREATE TABLE stats_runs (
  race_id text NOT NULL,
  horse_id text NOT NULL,
  jockey_id text,
  trainer_id text,
  owner_id text,
  sire_id text,
  dam_id text,
  damsire_id text,
  race_date date NOT NULL,
  off_dt timestamptz NOT NULL,
  course_id text,
  race_class text,
  distance_yards int,
  distance_group int,
  going text,
  going_group text,
  all_weather boolean NOT NULL,
  jumps boolean NOT NULL,
  position int,
  inverse_sp_e10 bigint,
  profit_e10 bigint,
  time_cs int,
  finish_key text COLLATE "C",
  prize numeric,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (race_id, horse_id)
);
COMMENT ON TABLE stats_runs IS 'One fact per run (domain: a result runner that is neither NR, WDU nor VOI, in a race that is not abandoned), with the facts of its race.';
COMMENT ON COLUMN stats_runs.inverse_sp_e10 IS 'round(1 / starting price decimal, 10) times 10^10; null without a price. Whole numbers add up exactly and fast.';
COMMENT ON COLUMN stats_runs.profit_e10 IS 'Profit to one unit at starting price times 10^10: a win d - 1, a dead heat of n round(d/n, 10) - 1, otherwise -1; null without a price.';
COMMENT ON COLUMN stats_runs.time_cs IS 'Finishing time in hundredths of a second.';
COMMENT ON COLUMN stats_runs.finish_key IS 'Off time, race, position and time as one text whose greatest is the best-placed timed finish of the latest race; its last 7 digits are 9999999 - time_cs.';
COMMENT ON COLUMN stats_runs.fetched_at IS 'When the result event that says so was fetched (known-at).';

CREATE INDEX stats_runs_horse ON stats_runs (horse_id, off_dt);
CREATE INDEX stats_runs_jockey ON stats_runs (jockey_id, race_date);
CREATE INDEX stats_runs_trainer ON stats_runs (trainer_id, race_date);
CREATE INDEX stats_runs_owner ON stats_runs (owner_id, race_date);
CREATE INDEX stats_runs_sire ON stats_runs (sire_id);
CREATE INDEX stats_runs_dam ON stats_runs (dam_id);
CREATE INDEX stats_runs_damsire ON stats_runs (damsire_id);

CREATE TABLE stats_runners (
  race_id text NOT NULL,
  horse_id text NOT NULL,
  jockey_id text,
  PRIMARY KEY (race_id, horse_id)
);
COMMENT ON TABLE stats_runners IS 'The key and jockey of every row of ra_runners, as the group stats sees it: each gets one row of features.';
CREATE INDEX stats_runners_horse ON stats_runners (horse_id);

CREATE TABLE stats_entities (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  mentioned_at timestamptz NOT NULL,
  PRIMARY KEY (entity_type, entity_id)
);
COMMENT ON TABLE stats_entities IS 'Every jockey, trainer, owner, sire, dam and damsire ever named in an event, so that each has its statistics set, with runs or without.';
COMMENT ON COLUMN stats_entities.mentioned_at IS 'Latest fetched_at of an event that names it: the date of its statistics while it has no run.';

-- A run seen from each entity that took part: one branch per entity type, so that a filter on entity_type reads one only.
CREATE VIEW stats_entity_runs AS
SELECT 'horse'::text AS entity_type, horse_id AS entity_id, r.* FROM stats_runs r
UNION ALL SELECT 'jockey', jockey_id, r.* FROM stats_runs r WHERE jockey_id IS NOT NULL
UNION ALL SELECT 'trainer', trainer_id, r.* FROM stats_runs r WHERE trainer_id IS NOT NULL
UNION ALL SELECT 'owner', owner_id, r.* FROM stats_runs r WHERE owner_id IS NOT NULL
UNION ALL SELECT 'sire', sire_id, r.* FROM stats_runs r WHERE sire_id IS NOT NULL
UNION ALL SELECT 'dam', dam_id, r.* FROM stats_runs r WHERE dam_id IS NOT NULL
UNION ALL SELECT 'damsire', damsire_id, r.* FROM stats_runs r WHERE damsire_id IS NOT NULL;

CREATE VIEW stats_pair_runs AS
SELECT 'jockey'::text AS entity1_type, jockey_id AS entity1_id, 'trainer'::text AS entity2_type, trainer_id AS entity2_id, r.* FROM stats_runs r WHERE jockey_id IS NOT NULL AND trainer_id IS NOT NULL
UNION ALL SELECT 'jockey', jockey_id, 'horse', horse_id, r.* FROM stats_runs r WHERE jockey_id IS NOT NULL
UNION ALL SELECT 'trainer', trainer_id, 'horse', horse_id, r.* FROM stats_runs r WHERE trainer_id IS NOT NULL
UNION ALL SELECT 'owner', owner_id, 'horse', horse_id, r.* FROM stats_runs r WHERE owner_id IS NOT NULL
UNION ALL SELECT 'jockey', jockey_id, 'owner', owner_id, r.* FROM stats_runs r WHERE jockey_id IS NOT NULL AND owner_id IS NOT NULL
UNION ALL SELECT 'trainer', trainer_id, 'owner', owner_id, r.* FROM stats_runs r WHERE trainer_id IS NOT NULL AND owner_id IS NOT NULL;

CREATE FUNCTION distance_display(distance_group int) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE WHEN distance_group >= 1760 THEN (distance_group / 1760)::text || 'm' ELSE '' END
      || CASE WHEN distance_group % 1760 >= 220 THEN (distance_group % 1760 / 220)::text ELSE '' END
      || CASE WHEN distance_group % 220 = 110 THEN '½' ELSE '' END
      || CASE WHEN distance_group % 1760 > 0 THEN 'f' ELSE '' END;
COMMENT ON FUNCTION distance_display IS 'A distance group as racing prints it: 1210 is 5½f, 1870 is 1m½f, 4400 is 2m4f.';

CREATE FUNCTION share_percent(part bigint, whole bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN whole > 0 THEN round(100 * part::numeric / whole, 2) END;
COMMENT ON FUNCTION share_percent IS '100 × part / whole, 2 decimals, half away from zero; null where the whole is 0.';

CREATE FUNCTION ae_index(priced_runs bigint, priced_wins bigint, inverse_sp_e10 numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 THEN round(priced_wins * 10000000000 / inverse_sp_e10, 2) END;
COMMENT ON FUNCTION ae_index IS 'Actual over expected: wins among runs with a starting price over the sum of their inverse prices (times 10^10), 2 decimals; null without any price.';

CREATE FUNCTION profit_1u(priced_runs bigint, profit_e10 numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 THEN round(profit_e10 / 10000000000, 2) END;
COMMENT ON FUNCTION profit_1u IS 'Profit to one unit at starting price from the sum times 10^10, 2 decimals; null without any price.';
