-- Totals of people and parents, kept per race by difference, so that their rows follow from them in a time that does not grow
-- with history: windows are counted out of thirty days, distances stand in ra_performance_by_distance with their exact sums.
-- Beside the published rows, which hands may change: those are set from here, never added to.

CREATE TABLE stats_people_totals (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  runs int NOT NULL,
  wins int NOT NULL,
  seconds int NOT NULL,
  thirds int NOT NULL,
  horses int NOT NULL,
  last_run_date date,
  last_win_date date,
  fetched_at timestamptz,
  PRIMARY KEY (entity_type, entity_id)
);
COMMENT ON TABLE stats_people_totals IS 'What all runs of a jockey, trainer or owner add up to; no row without a run.';
COMMENT ON COLUMN stats_people_totals.horses IS 'Different horses over the runs of an owner; 0 for the others.';

CREATE TABLE stats_parent_totals (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  race_class text NOT NULL COLLATE "C",
  runs int NOT NULL,
  wins int NOT NULL,
  seconds int NOT NULL,
  thirds int NOT NULL,
  priced_runs int NOT NULL,
  priced_wins int NOT NULL,
  inverse_sp_e10 bigint NOT NULL,
  fetched_at timestamptz,
  PRIMARY KEY (entity_type, entity_id, race_class)
);
COMMENT ON TABLE stats_parent_totals IS 'What the runs of a sire, dam or damsire in races of one class add up to; no row without a run.';
COMMENT ON COLUMN stats_parent_totals.race_class IS 'Empty for races without a class.';

-- What a correction takes away may leave a going without any run.
CREATE OR REPLACE FUNCTION add_counts(a jsonb, b jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(jsonb_object_agg(key, runs), '{}') FROM (
    SELECT key, sum(value::int) AS runs FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) AS both_sides
    GROUP BY key HAVING sum(value::int) <> 0
  ) AS summed);
COMMENT ON FUNCTION add_counts IS 'Two objects of counts added key by key, keys that come to nothing left out: {"Good": 2} and {"Good": -2, "Soft": 1} give {"Soft": 1}.';

-- The same totals counted from the facts.
CREATE VIEW stats_people_totals_counted AS
SELECT entity_type, entity_id, count(*)::int AS runs,
  (count(*) FILTER (WHERE position = 1))::int AS wins,
  (count(*) FILTER (WHERE position = 2))::int AS seconds,
  (count(*) FILTER (WHERE position = 3))::int AS thirds,
  0 AS horses,
  max(race_date) AS last_run_date,
  max(race_date) FILTER (WHERE position = 1) AS last_win_date,
  max(fetched_at) AS fetched_at
FROM stats_people_runs
WHERE entity_type IN ('jockey', 'trainer')
GROUP BY entity_type, entity_id
UNION ALL
SELECT 'owner', owner_id, sum(runs)::int, sum(wins)::int, sum(seconds)::int, sum(thirds)::int, count(*)::int,
  max(last_run_date), max(last_win_date), max(fetched_at)
FROM (
  SELECT owner_id, horse_id, count(*) AS runs,
    count(*) FILTER (WHERE position = 1) AS wins,
    count(*) FILTER (WHERE position = 2) AS seconds,
    count(*) FILTER (WHERE position = 3) AS thirds,
    max(race_date) AS last_run_date,
    max(race_date) FILTER (WHERE position = 1) AS last_win_date,
    max(fetched_at) AS fetched_at
  FROM stats_runs
  WHERE owner_id IS NOT NULL
  GROUP BY owner_id, horse_id
) AS by_horse
GROUP BY owner_id;

CREATE VIEW stats_parent_totals_counted AS
SELECT entity_type, entity_id, coalesce(race_class, '') COLLATE "C" AS race_class, count(*)::int AS runs,
  (count(*) FILTER (WHERE position = 1))::int AS wins,
  (count(*) FILTER (WHERE position = 2))::int AS seconds,
  (count(*) FILTER (WHERE position = 3))::int AS thirds,
  count(inverse_sp_e10)::int AS priced_runs,
  (count(inverse_sp_e10) FILTER (WHERE position = 1))::int AS priced_wins,
  coalesce(exact_sum(inverse_sp_e10), 0) AS inverse_sp_e10,
  max(fetched_at) AS fetched_at
FROM stats_parent_runs
GROUP BY entity_type, entity_id, coalesce(race_class, '') COLLATE "C";

INSERT INTO stats_people_totals SELECT * FROM stats_people_totals_counted;
INSERT INTO stats_parent_totals SELECT * FROM stats_parent_totals_counted;

-- The rows of people and parents as the totals give them, column by column those of stats_jockeys, stats_sires and so on.
CREATE VIEW stats_people_kept AS
SELECT e.entity_type, e.entity_id,
  coalesce(t.runs, 0) AS total_runs,
  coalesce(t.wins, 0) AS total_wins,
  coalesce(t.wins + t.seconds + t.thirds, 0) AS total_places,
  coalesce(t.seconds, 0) AS total_seconds,
  coalesce(t.thirds, 0) AS total_thirds,
  share_percent(t.wins, t.runs) AS win_rate,
  share_percent(t.wins + t.seconds + t.thirds, t.runs) AS place_rate,
  w.runs_14 AS recent_14d_runs,
  w.wins_14 AS recent_14d_wins,
  share_percent(w.wins_14, w.runs_14) AS recent_14d_win_rate,
  w.runs_30 AS recent_30d_runs,
  w.wins_30 AS recent_30d_wins,
  share_percent(w.wins_30, w.runs_30) AS recent_30d_win_rate,
  t.last_run_date, t.last_win_date,
  c.as_of - t.last_run_date AS days_since_last_run,
  c.as_of - t.last_win_date AS days_since_last_win,
  coalesce(t.horses, 0) AS total_horses,
  w.runs_30 > 0 AS active_last_30d,
  coalesce(t.fetched_at, e.mentioned_at) AS stats_updated_at
FROM stats_clock c
CROSS JOIN stats_entities e
LEFT JOIN stats_people_totals t ON t.entity_type = e.entity_type AND t.entity_id = e.entity_id
CROSS JOIN LATERAL (
  SELECT (count(*) FILTER (WHERE r.race_date > c.as_of - 14))::int AS runs_14,
    (count(*) FILTER (WHERE r.race_date > c.as_of - 14 AND r.position = 1))::int AS wins_14,
    count(*)::int AS runs_30,
    (count(*) FILTER (WHERE r.position = 1))::int AS wins_30
  FROM stats_people_runs r
  WHERE r.entity_type = e.entity_type AND r.entity_id = e.entity_id AND r.race_date > c.as_of - 30 AND r.race_date <= c.as_of
) w
WHERE e.entity_type IN ('jockey', 'trainer', 'owner');

CREATE VIEW stats_jockeys_kept AS
SELECT entity_id AS jockey_id, total_runs AS total_rides, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs AS recent_14d_rides, recent_14d_wins, recent_14d_win_rate,
  recent_30d_runs AS recent_30d_rides, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_ride_date, last_win_date, days_since_last_run AS days_since_last_ride, days_since_last_win, stats_updated_at
FROM stats_people_kept WHERE entity_type = 'jockey';

CREATE VIEW stats_trainers_kept AS
SELECT entity_id AS trainer_id, total_runs AS total_runners, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs, recent_14d_wins, recent_14d_win_rate, recent_30d_runs, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_runner_date, last_win_date, days_since_last_run AS days_since_last_runner, days_since_last_win, stats_updated_at
FROM stats_people_kept WHERE entity_type = 'trainer';

CREATE VIEW stats_owners_kept AS
SELECT entity_id AS owner_id, total_runs AS total_runners, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs, recent_14d_wins, recent_14d_win_rate, recent_30d_runs, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_runner_date, last_win_date, days_since_last_run AS days_since_last_runner, days_since_last_win, stats_updated_at,
  total_horses, active_last_30d
FROM stats_people_kept WHERE entity_type = 'owner';

CREATE VIEW stats_pedigree_kept AS
SELECT e.entity_type, e.entity_id,
  coalesce(t.runs, 0) AS total_runners,
  coalesce(t.wins, 0) AS total_wins,
  coalesce(t.seconds, 0) AS total_places_2nd,
  coalesce(t.thirds, 0) AS total_places_3rd,
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
CROSS JOIN LATERAL (
  SELECT sum(p.runs)::int AS runs, sum(p.wins)::int AS wins, sum(p.seconds)::int AS seconds, sum(p.thirds)::int AS thirds,
    ae_index(sum(p.priced_runs), sum(p.priced_wins), exact_sum(p.inverse_sp_e10)) AS ae,
    max(p.fetched_at) AS fetched_at
  FROM stats_parent_totals p
  WHERE p.entity_type = e.entity_type AND p.entity_id = e.entity_id
) t
CROSS JOIN LATERAL (
  SELECT
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
  FROM (
    SELECT 'class' AS slot, p.race_class AS name, p.runs, p.wins, share_percent(p.wins, p.runs) AS win_percent,
      ae_index(p.priced_runs, p.priced_wins, p.inverse_sp_e10) AS ae,
      row_number() OVER (ORDER BY p.wins DESC, share_percent(p.wins, p.runs) DESC, p.runs DESC, p.race_class) AS rank
    FROM stats_parent_totals p
    WHERE p.entity_type = e.entity_type AND p.entity_id = e.entity_id AND p.race_class <> ''
    UNION ALL
    SELECT 'distance', trim_scale(d.distance_yards / 220.0) || 'f', d.total_runs, d.wins, d.win_percent, d.ae_index,
      row_number() OVER (ORDER BY d.wins DESC, d.win_percent DESC, d.total_runs DESC, d.distance_yards)
    FROM ra_performance_by_distance d
    WHERE d.entity_type = e.entity_type AND d.entity_id = e.entity_id
  ) AS slots
  WHERE rank <= 3
) b
WHERE e.entity_type IN ('sire', 'dam', 'damsire');

CREATE VIEW stats_sires_kept AS
SELECT entity_id AS sire_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index,
  best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree_kept WHERE entity_type = 'sire';

CREATE VIEW stats_dams_kept AS
SELECT entity_id AS dam_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index,
  best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree_kept WHERE entity_type = 'dam';

CREATE VIEW stats_damsires_kept AS
SELECT entity_id AS damsire_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index,
  best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree_kept WHERE entity_type = 'damsire';
