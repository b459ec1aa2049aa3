-- A recomputation of ten years in half the time: sums of whole numbers that stay machine words, ratios that are most often a
-- constant (no win, all wins, one losing run) without arithmetic, and functions that are all put into the statement that calls them.

CREATE AGGREGATE exact_sum(bigint) (SFUNC = int8pl, STYPE = bigint, COMBINEFUNC = int8pl, PARALLEL = SAFE);
COMMENT ON AGGREGATE exact_sum(bigint) IS 'Sum of whole numbers as a whole number, null without any; an error where it does not fit, as sum() never is.';

-- Not STRICT: a strict function with a CASE in it is called instead of put in place.
CREATE OR REPLACE FUNCTION distance_display(distance_group int) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN distance_group >= 1760 THEN (distance_group / 1760)::text || 'm' WHEN distance_group IS NOT NULL THEN '' END
      || CASE WHEN distance_group % 1760 >= 220 THEN (distance_group % 1760 / 220)::text ELSE '' END
      || CASE WHEN distance_group % 220 = 110 THEN '½' ELSE '' END
      || CASE WHEN distance_group % 1760 > 0 THEN 'f' ELSE '' END;

CREATE OR REPLACE FUNCTION share_percent(part bigint, whole bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN whole > 0 THEN
    CASE part WHEN 0 THEN 0.00 WHEN whole THEN 100.00 ELSE ((20000 * part + whole) / (2 * whole))::numeric * 0.01 END END;

CREATE FUNCTION ae_index(priced_runs bigint, priced_wins bigint, inverse_sp_e10 bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 AND inverse_sp_e10 > 0 THEN
    CASE priced_wins WHEN 0 THEN 0.00 ELSE
      ((2000000000000 * priced_wins + inverse_sp_e10) / (2 * inverse_sp_e10))::numeric * 0.01 END END;
COMMENT ON FUNCTION ae_index(bigint, bigint, bigint) IS 'Actual over expected: wins among runs with a starting price over the sum of their inverse prices (times 10^10), 2 decimals; null without any price.';

CREATE FUNCTION profit_1u(priced_runs bigint, profit_e10 bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 THEN
    CASE profit_e10 WHEN -10000000000 THEN -1.00 WHEN -20000000000 THEN -2.00 WHEN -30000000000 THEN -3.00 ELSE
      (CASE WHEN profit_e10 < 0 THEN -((50000000 - profit_e10) / 100000000)
        ELSE (profit_e10 + 50000000) / 100000000 END)::numeric * 0.01 END END;
COMMENT ON FUNCTION profit_1u(bigint, bigint) IS 'Profit to one unit at starting price from the sum times 10^10, 2 decimals; null without any price.';

CREATE OR REPLACE VIEW stats_performance_by_distance AS
WITH per_going AS (
  SELECT entity_type, entity_id, distance_group, going,
    count(*)::int AS runs,
    (count(*) FILTER (WHERE position = 1))::int AS wins,
    (count(*) FILTER (WHERE position = 2))::int AS seconds,
    (count(*) FILTER (WHERE position = 3))::int AS thirds,
    count(inverse_sp_e10)::int AS priced_runs,
    (count(inverse_sp_e10) FILTER (WHERE position = 1))::int AS priced_wins,
    exact_sum(inverse_sp_e10) AS inverse_sp_e10,
    exact_sum(profit_e10) AS profit_e10,
    count(time_cs)::int AS timed_runs,
    sum(time_cs) AS time_sum_cs,
    min(time_cs) AS best_cs,
    max(finish_key) AS last_finish_key,
    max(fetched_at) AS fetched_at
  FROM stats_entity_runs
  WHERE distance_group IS NOT NULL
  GROUP BY entity_type, entity_id, distance_group, going
)
SELECT entity_type, entity_id, distance_group AS distance_yards,
  distance_display(distance_group) AS distance_display,
  sum(runs)::int AS total_runs,
  sum(wins)::int AS wins,
  sum(seconds)::int AS places_2nd,
  sum(thirds)::int AS places_3rd,
  share_percent(sum(wins), sum(runs)) AS win_percent,
  share_percent(sum(wins + seconds + thirds), sum(runs)) AS place_percent,
  ae_index(sum(priced_runs), sum(priced_wins), exact_sum(inverse_sp_e10)) AS ae_index,
  profit_1u(sum(priced_runs), exact_sum(profit_e10)) AS profit_loss_1u,
  hundredths(min(best_cs)) AS best_time_seconds,
  hundredths(rounded_ratio(exact_sum(time_sum_cs), sum(timed_runs))) AS avg_time_seconds,
  hundredths(9999999 - right(max(last_finish_key), 7)::int) AS last_time_seconds,
  coalesce(jsonb_object_agg(going, runs) FILTER (WHERE going IS NOT NULL), '{}') AS going_breakdown,
  max(fetched_at) AS calculated_at,
  sum(priced_runs)::int AS priced_runs,
  sum(priced_wins)::int AS priced_wins,
  coalesce(exact_sum(inverse_sp_e10), 0) AS inverse_sp_e10,
  coalesce(exact_sum(profit_e10), 0) AS profit_e10,
  sum(timed_runs)::int AS timed_runs,
  coalesce(exact_sum(time_sum_cs), 0) AS time_sum_cs,
  max(last_finish_key) AS last_finish_key
FROM per_going
GROUP BY entity_type, entity_id, distance_group;

CREATE OR REPLACE VIEW stats_performance_by_venue AS
SELECT entity_type, entity_id, course_id AS venue_id,
  count(*)::int AS total_runs,
  count(*) FILTER (WHERE position = 1)::int AS wins,
  count(*) FILTER (WHERE position = 2)::int AS places_2nd,
  count(*) FILTER (WHERE position = 3)::int AS places_3rd,
  share_percent(count(*) FILTER (WHERE position = 1), count(*)) AS win_percent,
  share_percent(count(*) FILTER (WHERE position <= 3), count(*)) AS place_percent,
  ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), exact_sum(inverse_sp_e10)) AS ae_index,
  profit_1u(count(inverse_sp_e10), exact_sum(profit_e10)) AS profit_loss_1u,
  max(fetched_at) AS calculated_at,
  count(inverse_sp_e10)::int AS priced_runs,
  count(inverse_sp_e10) FILTER (WHERE position = 1)::int AS priced_wins,
  coalesce(exact_sum(inverse_sp_e10), 0) AS inverse_sp_e10,
  coalesce(exact_sum(profit_e10), 0) AS profit_e10
FROM stats_entity_runs
WHERE course_id IS NOT NULL
GROUP BY entity_type, entity_id, course_id;

CREATE OR REPLACE VIEW stats_entity_combinations AS
SELECT entity1_type, entity1_id, entity2_type, entity2_id,
  count(*)::int AS total_runs,
  count(*) FILTER (WHERE position = 1)::int AS wins,
  count(*) FILTER (WHERE position = 2)::int AS places_2nd,
  count(*) FILTER (WHERE position = 3)::int AS places_3rd,
  share_percent(count(*) FILTER (WHERE position = 1), count(*)) AS win_percent,
  share_percent(count(*) FILTER (WHERE position <= 3), count(*)) AS place_percent,
  ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), exact_sum(inverse_sp_e10)) AS ae_index,
  profit_1u(count(inverse_sp_e10), exact_sum(profit_e10)) AS profit_loss_1u,
  max(fetched_at) AS calculated_at,
  NULL::jsonb AS query_filters,
  count(inverse_sp_e10)::int AS priced_runs,
  count(inverse_sp_e10) FILTER (WHERE position = 1)::int AS priced_wins,
  coalesce(exact_sum(inverse_sp_e10), 0) AS inverse_sp_e10,
  coalesce(exact_sum(profit_e10), 0) AS profit_e10
FROM stats_pair_runs
GROUP BY entity1_type, entity1_id, entity2_type, entity2_id;

-- Only the columns that people and parents are counted by: most of a fact is none of them.
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

DROP FUNCTION ae_index(bigint, bigint, numeric);
DROP FUNCTION profit_1u(bigint, numeric);
