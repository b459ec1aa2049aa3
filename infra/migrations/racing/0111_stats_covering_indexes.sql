-- A result counts the people and parents of its runners afresh, over all their runs: hundreds of thousands of rows in ten years.
-- Indexes that hold what is counted spare a visit to the row of each run, which was most of the cost of one result.

DROP INDEX stats_runs_jockey, stats_runs_trainer, stats_runs_owner, stats_runs_sire, stats_runs_dam, stats_runs_damsire;
CREATE INDEX stats_runs_jockey ON stats_runs (jockey_id, race_date) INCLUDE (position, horse_id, fetched_at);
CREATE INDEX stats_runs_trainer ON stats_runs (trainer_id, race_date) INCLUDE (position, horse_id, fetched_at);
CREATE INDEX stats_runs_owner ON stats_runs (owner_id, race_date) INCLUDE (position, horse_id, fetched_at);
CREATE INDEX stats_runs_sire ON stats_runs (sire_id) INCLUDE (race_class, distance_group, position, inverse_sp_e10, fetched_at);
CREATE INDEX stats_runs_dam ON stats_runs (dam_id) INCLUDE (race_class, distance_group, position, inverse_sp_e10, fetched_at);
CREATE INDEX stats_runs_damsire ON stats_runs (damsire_id) INCLUDE (race_class, distance_group, position, inverse_sp_e10, fetched_at);

-- Only the columns of those indexes: a branch that gave whole rows would be read from the table.
CREATE VIEW stats_people_runs AS
SELECT 'jockey'::text AS entity_type, jockey_id AS entity_id, race_date, position, horse_id, fetched_at FROM stats_runs WHERE jockey_id IS NOT NULL
UNION ALL SELECT 'trainer', trainer_id, race_date, position, horse_id, fetched_at FROM stats_runs WHERE trainer_id IS NOT NULL
UNION ALL SELECT 'owner', owner_id, race_date, position, horse_id, fetched_at FROM stats_runs WHERE owner_id IS NOT NULL;

CREATE VIEW stats_parent_runs AS
SELECT 'sire'::text AS entity_type, sire_id AS entity_id, race_class, distance_group, position, inverse_sp_e10, fetched_at FROM stats_runs WHERE sire_id IS NOT NULL
UNION ALL SELECT 'dam', dam_id, race_class, distance_group, position, inverse_sp_e10, fetched_at FROM stats_runs WHERE dam_id IS NOT NULL
UNION ALL SELECT 'damsire', damsire_id, race_class, distance_group, position, inverse_sp_e10, fetched_at FROM stats_runs WHERE damsire_id IS NOT NULL;

CREATE OR REPLACE FUNCTION people_statistics(as_of date) RETURNS TABLE (
  entity_type text, entity_id text, total_runs int, total_wins int, total_places int, total_seconds int, total_thirds int,
  win_rate numeric, place_rate numeric,
  recent_14d_runs int, recent_14d_wins int, recent_14d_win_rate numeric,
  recent_30d_runs int, recent_30d_wins int, recent_30d_win_rate numeric,
  last_run_date date, last_win_date date, days_since_last_run int, days_since_last_win int,
  total_horses int, active_last_30d boolean, stats_updated_at timestamptz
) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT e.entity_type, e.entity_id,
    count(r.horse_id)::int,
    count(*) FILTER (WHERE r.position = 1)::int,
    count(*) FILTER (WHERE r.position <= 3)::int,
    count(*) FILTER (WHERE r.position = 2)::int,
    count(*) FILTER (WHERE r.position = 3)::int,
    share_percent(count(*) FILTER (WHERE r.position = 1), count(r.horse_id)),
    share_percent(count(*) FILTER (WHERE r.position <= 3), count(r.horse_id)),
    count(*) FILTER (WHERE r.race_date > as_of - 14 AND r.race_date <= as_of)::int,
    count(*) FILTER (WHERE r.race_date > as_of - 14 AND r.race_date <= as_of AND r.position = 1)::int,
    share_percent(count(*) FILTER (WHERE r.race_date > as_of - 14 AND r.race_date <= as_of AND r.position = 1),
                  count(*) FILTER (WHERE r.race_date > as_of - 14 AND r.race_date <= as_of)),
    count(*) FILTER (WHERE r.race_date > as_of - 30 AND r.race_date <= as_of)::int,
    count(*) FILTER (WHERE r.race_date > as_of - 30 AND r.race_date <= as_of AND r.position = 1)::int,
    share_percent(count(*) FILTER (WHERE r.race_date > as_of - 30 AND r.race_date <= as_of AND r.position = 1),
                  count(*) FILTER (WHERE r.race_date > as_of - 30 AND r.race_date <= as_of)),
    max(r.race_date),
    max(r.race_date) FILTER (WHERE r.position = 1),
    as_of - max(r.race_date),
    as_of - max(r.race_date) FILTER (WHERE r.position = 1),
    count(DISTINCT r.horse_id)::int,
    count(*) FILTER (WHERE r.race_date > as_of - 30 AND r.race_date <= as_of) > 0,
    coalesce(max(r.fetched_at), e.mentioned_at)
  FROM stats_entities e
  LEFT JOIN stats_people_runs r ON r.entity_type = e.entity_type AND r.entity_id = e.entity_id
  WHERE e.entity_type IN ('jockey', 'trainer', 'owner')
  GROUP BY e.entity_type, e.entity_id;
END;

CREATE OR REPLACE VIEW stats_pedigree_slots AS
WITH slots AS (
  SELECT entity_type, entity_id, 'class'::text AS slot, race_class AS name, NULL::int AS distance_group,
    count(*) AS runs, count(*) FILTER (WHERE position = 1) AS wins,
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), exact_sum(inverse_sp_e10)) AS ae
  FROM stats_parent_runs
  WHERE race_class IS NOT NULL
  GROUP BY entity_type, entity_id, race_class
  UNION ALL
  SELECT entity_type, entity_id, 'distance', trim_scale(distance_group / 220.0) || 'f', distance_group,
    count(*), count(*) FILTER (WHERE position = 1),
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), exact_sum(inverse_sp_e10))
  FROM stats_parent_runs
  WHERE distance_group IS NOT NULL
  GROUP BY entity_type, entity_id, distance_group
)
SELECT entity_type, entity_id, slot, name, runs::int AS runs, wins::int AS wins, share_percent(wins, runs) AS win_percent, ae,
  row_number() OVER (
    PARTITION BY entity_type, entity_id, slot
    ORDER BY wins DESC, share_percent(wins, runs) DESC, runs DESC, distance_group, name COLLATE "C"
  ) AS rank
FROM slots;

CREATE OR REPLACE VIEW stats_pedigree AS
WITH totals AS (
  SELECT entity_type, entity_id, count(*) AS runs,
    count(*) FILTER (WHERE position = 1) AS wins,
    count(*) FILTER (WHERE position = 2) AS seconds,
    count(*) FILTER (WHERE position = 3) AS thirds,
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), exact_sum(inverse_sp_e10)) AS ae,
    max(fetched_at) AS fetched_at
  FROM stats_parent_runs
  GROUP BY entity_type, entity_id
), best AS (
  SELECT entity_type, entity_id,
    max(name) FILTER (WHERE slot = 'class' AND rank = 1) AS class_1_name,
    max(runs) FILTER (WHERE slot = 'class' AND rank = 1) AS class_1_runners,
    max(wins) FILTER (WHERE slot = 'class' AND rank = 1) AS class_1_wins,
    max(win_percent) FILTER (WHERE slot = 'class' AND rank = 1) AS class_1_win_percent,
    max(ae) FILTER (WHERE slot = 'class' AND rank = 1) AS class_1_ae,
    max(name) FILTER (WHERE slot = 'class' AND rank = 2) AS class_2_name,
    max(runs) FILTER (WHERE slot = 'class' AND rank = 2) AS class_2_runners,
    max(wins) FILTER (WHERE slot = 'class' AND rank = 2) AS class_2_wins,
    max(win_percent) FILTER (WHERE slot = 'class' AND rank = 2) AS class_2_win_percent,
    max(ae) FILTER (WHERE slot = 'class' AND rank = 2) AS class_2_ae,
    max(name) FILTER (WHERE slot = 'class' AND rank = 3) AS class_3_name,
    max(runs) FILTER (WHERE slot = 'class' AND rank = 3) AS class_3_runners,
    max(wins) FILTER (WHERE slot = 'class' AND rank = 3) AS class_3_wins,
    max(win_percent) FILTER (WHERE slot = 'class' AND rank = 3) AS class_3_win_percent,
    max(ae) FILTER (WHERE slot = 'class' AND rank = 3) AS class_3_ae,
    max(name) FILTER (WHERE slot = 'distance' AND rank = 1) AS distance_1_name,
    max(runs) FILTER (WHERE slot = 'distance' AND rank = 1) AS distance_1_runners,
    max(wins) FILTER (WHERE slot = 'distance' AND rank = 1) AS distance_1_wins,
    max(win_percent) FILTER (WHERE slot = 'distance' AND rank = 1) AS distance_1_win_percent,
    max(ae) FILTER (WHERE slot = 'distance' AND rank = 1) AS distance_1_ae,
    max(name) FILTER (WHERE slot = 'distance' AND rank = 2) AS distance_2_name,
    max(runs) FILTER (WHERE slot = 'distance' AND rank = 2) AS distance_2_runners,
    max(wins) FILTER (WHERE slot = 'distance' AND rank = 2) AS distance_2_wins,
    max(win_percent) FILTER (WHERE slot = 'distance' AND rank = 2) AS distance_2_win_percent,
    max(ae) FILTER (WHERE slot = 'distance' AND rank = 2) AS distance_2_ae,
    max(name) FILTER (WHERE slot = 'distance' AND rank = 3) AS distance_3_name,
    max(runs) FILTER (WHERE slot = 'distance' AND rank = 3) AS distance_3_runners,
    max(wins) FILTER (WHERE slot = 'distance' AND rank = 3) AS distance_3_wins,
    max(win_percent) FILTER (WHERE slot = 'distance' AND rank = 3) AS distance_3_win_percent,
    max(ae) FILTER (WHERE slot = 'distance' AND rank = 3) AS distance_3_ae
  FROM stats_pedigree_slots
  WHERE rank <= 3
  GROUP BY entity_type, entity_id
)
SELECT e.entity_type, e.entity_id,
  coalesce(t.runs, 0)::int AS total_runners,
  coalesce(t.wins, 0)::int AS total_wins,
  coalesce(t.seconds, 0)::int AS total_places_2nd,
  coalesce(t.thirds, 0)::int AS total_places_3rd,
  share_percent(t.wins, t.runs) AS overall_win_percent,
  t.ae AS overall_ae_index,
  CASE WHEN b.class_1_wins > 0 THEN b.class_1_name END AS best_class,
  CASE WHEN b.class_1_wins > 0 THEN b.class_1_ae END AS best_class_ae,
  CASE WHEN b.distance_1_wins > 0 THEN b.distance_1_name END AS best_distance,
  CASE WHEN b.distance_1_wins > 0 THEN b.distance_1_ae END AS best_distance_ae,
  b.class_1_name, b.class_1_runners, b.class_1_wins, b.class_1_win_percent, b.class_1_ae,
  b.class_2_name, b.class_2_runners, b.class_2_wins, b.class_2_win_percent, b.class_2_ae,
  b.class_3_name, b.class_3_runners, b.class_3_wins, b.class_3_win_percent, b.class_3_ae,
  b.distance_1_name, b.distance_1_runners, b.distance_1_wins, b.distance_1_win_percent, b.distance_1_ae,
  b.distance_2_name, b.distance_2_runners, b.distance_2_wins, b.distance_2_win_percent, b.distance_2_ae,
  b.distance_3_name, b.distance_3_runners, b.distance_3_wins, b.distance_3_win_percent, b.distance_3_ae,
  0.20 * (coalesce(t.runs, 0) > 0)::int
    + 0.10 * ((b.class_1_name IS NOT NULL)::int + (b.class_2_name IS NOT NULL)::int + (b.class_3_name IS NOT NULL)::int)
    + 0.10 * ((b.distance_1_name IS NOT NULL)::int + (b.distance_2_name IS NOT NULL)::int + (b.distance_3_name IS NOT NULL)::int)
    + 0.10 * (t.ae IS NOT NULL)::int
    + 0.05 * coalesce(b.class_1_wins > 0 AND b.class_1_ae IS NOT NULL, false)::int
    + 0.05 * coalesce(b.distance_1_wins > 0 AND b.distance_1_ae IS NOT NULL, false)::int AS data_quality_score,
  coalesce(t.fetched_at, e.mentioned_at) AS analysis_last_updated
FROM stats_entities e
LEFT JOIN totals t USING (entity_type, entity_id)
LEFT JOIN best b USING (entity_type, entity_id)
WHERE e.entity_type IN ('sire', 'dam', 'damsire');
