-- Every published statistic as a view over the facts: the one definition that recalculation copies, the drift check
-- compares with, and live publishing reads for the keys a result has touched.

CREATE TABLE stats_clock (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  as_of date NOT NULL,
  publication_pending boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE stats_clock IS 'One row: what the published statistics are published for. Its lock makes changes of facts and publications take turns.';
COMMENT ON COLUMN stats_clock.as_of IS 'The London day of recent_* and days_since_* columns.';
COMMENT ON COLUMN stats_clock.publication_pending IS 'Facts were replayed in bulk and the published rows are not set from them yet.';

CREATE VIEW stats_performance_by_distance AS
WITH per_going AS (
  SELECT entity_type, entity_id, distance_group, going,
    count(*) AS runs,
    count(*) FILTER (WHERE position = 1) AS wins,
    count(*) FILTER (WHERE position = 2) AS seconds,
    count(*) FILTER (WHERE position = 3) AS thirds,
    count(inverse_sp_e10) AS priced_runs,
    count(inverse_sp_e10) FILTER (WHERE position = 1) AS priced_wins,
    sum(inverse_sp_e10) AS inverse_sp_e10,
    sum(profit_e10) AS profit_e10,
    count(time_cs) AS timed_runs,
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
  share_percent(sum(wins)::bigint, sum(runs)::bigint) AS win_percent,
  share_percent(sum(wins + seconds + thirds)::bigint, sum(runs)::bigint) AS place_percent,
  ae_index(sum(priced_runs)::bigint, sum(priced_wins)::bigint, sum(inverse_sp_e10)) AS ae_index,
  profit_1u(sum(priced_runs)::bigint, sum(profit_e10)) AS profit_loss_1u,
  round(min(best_cs) / 100.0, 2) AS best_time_seconds,
  round(sum(time_sum_cs) / nullif(100 * sum(timed_runs), 0), 2) AS avg_time_seconds,
  round((9999999 - right(max(last_finish_key), 7)::int) / 100.0, 2) AS last_time_seconds,
  coalesce(jsonb_object_agg(going, runs) FILTER (WHERE going IS NOT NULL), '{}') AS going_breakdown,
  max(fetched_at) AS calculated_at,
  sum(priced_runs)::int AS priced_runs,
  sum(priced_wins)::int AS priced_wins,
  coalesce(sum(inverse_sp_e10), 0)::bigint AS inverse_sp_e10,
  coalesce(sum(profit_e10), 0)::bigint AS profit_e10,
  sum(timed_runs)::int AS timed_runs,
  coalesce(sum(time_sum_cs), 0)::bigint AS time_sum_cs,
  max(last_finish_key) AS last_finish_key
FROM per_going
GROUP BY entity_type, entity_id, distance_group;

CREATE VIEW stats_performance_by_venue AS
SELECT entity_type, entity_id, course_id AS venue_id,
  count(*)::int AS total_runs,
  count(*) FILTER (WHERE position = 1)::int AS wins,
  count(*) FILTER (WHERE position = 2)::int AS places_2nd,
  count(*) FILTER (WHERE position = 3)::int AS places_3rd,
  share_percent(count(*) FILTER (WHERE position = 1), count(*)) AS win_percent,
  share_percent(count(*) FILTER (WHERE position <= 3), count(*)) AS place_percent,
  ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), sum(inverse_sp_e10)) AS ae_index,
  profit_1u(count(inverse_sp_e10), sum(profit_e10)) AS profit_loss_1u,
  max(fetched_at) AS calculated_at,
  count(inverse_sp_e10)::int AS priced_runs,
  count(inverse_sp_e10) FILTER (WHERE position = 1)::int AS priced_wins,
  coalesce(sum(inverse_sp_e10), 0)::bigint AS inverse_sp_e10,
  coalesce(sum(profit_e10), 0)::bigint AS profit_e10
FROM stats_entity_runs
WHERE course_id IS NOT NULL
GROUP BY entity_type, entity_id, course_id;

CREATE VIEW stats_entity_combinations AS
SELECT entity1_type, entity1_id, entity2_type, entity2_id,
  count(*)::int AS total_runs,
  count(*) FILTER (WHERE position = 1)::int AS wins,
  count(*) FILTER (WHERE position = 2)::int AS places_2nd,
  count(*) FILTER (WHERE position = 3)::int AS places_3rd,
  share_percent(count(*) FILTER (WHERE position = 1), count(*)) AS win_percent,
  share_percent(count(*) FILTER (WHERE position <= 3), count(*)) AS place_percent,
  ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), sum(inverse_sp_e10)) AS ae_index,
  profit_1u(count(inverse_sp_e10), sum(profit_e10)) AS profit_loss_1u,
  max(fetched_at) AS calculated_at,
  NULL::jsonb AS query_filters,
  count(inverse_sp_e10)::int AS priced_runs,
  count(inverse_sp_e10) FILTER (WHERE position = 1)::int AS priced_wins,
  coalesce(sum(inverse_sp_e10), 0)::bigint AS inverse_sp_e10,
  coalesce(sum(profit_e10), 0)::bigint AS profit_e10
FROM stats_pair_runs
GROUP BY entity1_type, entity1_id, entity2_type, entity2_id;

CREATE FUNCTION people_statistics(as_of date) RETURNS TABLE (
  entity_type text, entity_id text, total_runs int, total_wins int, total_places int, total_seconds int, total_thirds int,
  win_rate numeric, place_rate numeric,
  recent_14d_runs int, recent_14d_wins int, recent_14d_win_rate numeric,
  recent_30d_runs int, recent_30d_wins int, recent_30d_win_rate numeric,
  last_run_date date, last_win_date date, days_since_last_run int, days_since_last_win int,
  total_horses int, active_last_30d boolean, stats_updated_at timestamptz
) LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT e.entity_type, e.entity_id,
    count(r.race_id)::int,
    count(*) FILTER (WHERE r.position = 1)::int,
    count(*) FILTER (WHERE r.position <= 3)::int,
    count(*) FILTER (WHERE r.position = 2)::int,
    count(*) FILTER (WHERE r.position = 3)::int,
    share_percent(count(*) FILTER (WHERE r.position = 1), count(r.race_id)),
    share_percent(count(*) FILTER (WHERE r.position <= 3), count(r.race_id)),
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
  LEFT JOIN stats_entity_runs r ON r.entity_type = e.entity_type AND r.entity_id = e.entity_id
  WHERE e.entity_type IN ('jockey', 'trainer', 'owner')
  GROUP BY e.entity_type, e.entity_id;
END;
COMMENT ON FUNCTION people_statistics IS 'Statistics of every jockey, trainer and owner with the windows of any London day: SELECT * FROM people_statistics(''2025-10-23'').';

CREATE VIEW stats_people AS
SELECT p.* FROM stats_clock c CROSS JOIN LATERAL people_statistics(c.as_of) p;

CREATE VIEW stats_pedigree_slots AS
WITH slots AS (
  SELECT entity_type, entity_id, 'class'::text AS slot, race_class AS name, NULL::int AS distance_group,
    count(*) AS runs, count(*) FILTER (WHERE position = 1) AS wins,
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), sum(inverse_sp_e10)) AS ae
  FROM stats_entity_runs
  WHERE entity_type IN ('sire', 'dam', 'damsire') AND race_class IS NOT NULL
  GROUP BY entity_type, entity_id, race_class
  UNION ALL
  SELECT entity_type, entity_id, 'distance', trim_scale(distance_group / 220.0) || 'f', distance_group,
    count(*), count(*) FILTER (WHERE position = 1),
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), sum(inverse_sp_e10))
  FROM stats_entity_runs
  WHERE entity_type IN ('sire', 'dam', 'damsire') AND distance_group IS NOT NULL
  GROUP BY entity_type, entity_id, distance_group
)
SELECT entity_type, entity_id, slot, name, runs::int AS runs, wins::int AS wins, share_percent(wins, runs) AS win_percent, ae,
  row_number() OVER (
    PARTITION BY entity_type, entity_id, slot
    ORDER BY wins DESC, share_percent(wins, runs) DESC, runs DESC, distance_group, name COLLATE "C"
  ) AS rank
FROM slots;

CREATE VIEW stats_pedigree AS
WITH totals AS (
  SELECT entity_type, entity_id, count(*) AS runs,
    count(*) FILTER (WHERE position = 1) AS wins,
    count(*) FILTER (WHERE position = 2) AS seconds,
    count(*) FILTER (WHERE position = 3) AS thirds,
    ae_index(count(inverse_sp_e10), count(inverse_sp_e10) FILTER (WHERE position = 1), sum(inverse_sp_e10)) AS ae,
    max(fetched_at) AS fetched_at
  FROM stats_entity_runs
  WHERE entity_type IN ('sire', 'dam', 'damsire')
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

-- Features of every declared or past runner as of the moment before its race: only runs of races off strictly earlier.
CREATE VIEW stats_features AS
WITH history AS (
  SELECT r.race_id, r.horse_id, r.jockey_id AS rider, t.race_date AS day, t.course_id AS venue, t.distance_group AS trip,
    h.race_date, h.course_id, h.distance_group, h.distance_yards, h.going_group, h.all_weather, h.jumps, h.jockey_id,
    h.position, h.prize, h.fetched_at, h.race_id AS earlier_race,
    row_number() OVER (PARTITION BY r.horse_id, r.race_id ORDER BY h.off_dt DESC, h.race_id COLLATE "C" DESC) AS latest
  FROM stats_runners r
  JOIN stats_races t ON t.race_id = r.race_id
  LEFT JOIN stats_runs h ON h.horse_id = r.horse_id AND h.off_dt < t.off_dt
)
SELECT race_id, horse_id,
  coalesce(sum(prize), 0) AS career_prize,
  share_percent(count(*) FILTER (WHERE position = 1), count(earlier_race)) AS career_win_percent,
  share_percent(count(*) FILTER (WHERE position <= 3), count(earlier_race)) AS career_place_percent,
  count(*) FILTER (WHERE course_id = venue)::int AS course_runs,
  count(*) FILTER (WHERE course_id = venue AND position = 1)::int AS course_wins,
  count(*) FILTER (WHERE course_id = venue AND position = 2)::int AS course_2nds,
  count(*) FILTER (WHERE course_id = venue AND position = 3)::int AS course_3rds,
  count(*) FILTER (WHERE course_id = venue AND distance_group = trip)::int AS course_distance_runs,
  count(*) FILTER (WHERE course_id = venue AND distance_group = trip AND position = 1)::int AS course_distance_wins,
  count(*) FILTER (WHERE course_id = venue AND distance_group = trip AND position = 2)::int AS course_distance_2nds,
  count(*) FILTER (WHERE course_id = venue AND distance_group = trip AND position = 3)::int AS course_distance_3rds,
  count(*) FILTER (WHERE distance_group = trip)::int AS distance_runs,
  count(*) FILTER (WHERE distance_group = trip AND position = 1)::int AS distance_wins,
  count(*) FILTER (WHERE distance_group = trip AND position = 2)::int AS distance_2nds,
  count(*) FILTER (WHERE distance_group = trip AND position = 3)::int AS distance_3rds,
  count(*) FILTER (WHERE going_group = 'firm')::int AS firm_runs,
  count(*) FILTER (WHERE going_group = 'firm' AND position = 1)::int AS firm_wins,
  count(*) FILTER (WHERE going_group = 'firm' AND position = 2)::int AS firm_2nds,
  count(*) FILTER (WHERE going_group = 'firm' AND position = 3)::int AS firm_3rds,
  count(*) FILTER (WHERE going_group = 'good')::int AS good_runs,
  count(*) FILTER (WHERE going_group = 'good' AND position = 1)::int AS good_wins,
  count(*) FILTER (WHERE going_group = 'good' AND position = 2)::int AS good_2nds,
  count(*) FILTER (WHERE going_group = 'good' AND position = 3)::int AS good_3rds,
  count(*) FILTER (WHERE going_group = 'soft')::int AS soft_runs,
  count(*) FILTER (WHERE going_group = 'soft' AND position = 1)::int AS soft_wins,
  count(*) FILTER (WHERE going_group = 'soft' AND position = 2)::int AS soft_2nds,
  count(*) FILTER (WHERE going_group = 'soft' AND position = 3)::int AS soft_3rds,
  count(*) FILTER (WHERE going_group = 'heavy')::int AS heavy_runs,
  count(*) FILTER (WHERE going_group = 'heavy' AND position = 1)::int AS heavy_wins,
  count(*) FILTER (WHERE going_group = 'heavy' AND position = 2)::int AS heavy_2nds,
  count(*) FILTER (WHERE going_group = 'heavy' AND position = 3)::int AS heavy_3rds,
  count(*) FILTER (WHERE all_weather)::int AS aw_runs,
  count(*) FILTER (WHERE all_weather AND position = 1)::int AS aw_wins,
  count(*) FILTER (WHERE all_weather AND position = 2)::int AS aw_2nds,
  count(*) FILTER (WHERE all_weather AND position = 3)::int AS aw_3rds,
  count(*) FILTER (WHERE jumps)::int AS jumps_runs,
  count(*) FILTER (WHERE jumps AND position = 1)::int AS jumps_wins,
  count(*) FILTER (WHERE jumps AND position = 2)::int AS jumps_2nds,
  count(*) FILTER (WHERE jumps AND position = 3)::int AS jumps_3rds,
  count(*) FILTER (WHERE jockey_id = rider)::int AS jockey_runs,
  count(*) FILTER (WHERE jockey_id = rider AND position = 1)::int AS jockey_wins,
  count(*) FILTER (WHERE jockey_id = rider AND position = 2)::int AS jockey_2nds,
  count(*) FILTER (WHERE jockey_id = rider AND position = 3)::int AS jockey_3rds,
  count(*) FILTER (WHERE earlier_race IS NOT NULL AND latest <= 10)::int AS last_10_runs,
  count(*) FILTER (WHERE earlier_race IS NOT NULL AND latest <= 10 AND position = 1)::int AS last_10_wins,
  count(*) FILTER (WHERE earlier_race IS NOT NULL AND latest <= 10 AND position = 2)::int AS last_10_2nds,
  count(*) FILTER (WHERE earlier_race IS NOT NULL AND latest <= 10 AND position = 3)::int AS last_10_3rds,
  count(*) FILTER (WHERE race_date > day - interval '12 months')::int AS last_12m_runs,
  count(*) FILTER (WHERE race_date > day - interval '12 months' AND position = 1)::int AS last_12m_wins,
  count(*) FILTER (WHERE race_date > day - interval '12 months' AND position = 2)::int AS last_12m_2nds,
  count(*) FILTER (WHERE race_date > day - interval '12 months' AND position = 3)::int AS last_12m_3rds,
  max(race_date) AS last_raced,
  max(race_date) FILTER (WHERE position = 1) AS last_won,
  min(distance_yards) FILTER (WHERE position = 1) AS min_winning_distance_yards,
  max(distance_yards) FILTER (WHERE position = 1) AS max_winning_distance_yards,
  max(fetched_at) AS calculated_at
FROM history
GROUP BY horse_id, race_id;
COMMENT ON VIEW stats_features IS 'ra_runner_statistics, computed afresh from the facts.';

-- The same under the names of the published tables, so that a table and its definition have the same columns.
CREATE VIEW stats_jockeys AS
SELECT entity_id AS jockey_id, total_runs AS total_rides, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs AS recent_14d_rides, recent_14d_wins, recent_14d_win_rate,
  recent_30d_runs AS recent_30d_rides, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_ride_date, last_win_date, days_since_last_run AS days_since_last_ride, days_since_last_win, stats_updated_at
FROM stats_people WHERE entity_type = 'jockey';

CREATE VIEW stats_trainers AS
SELECT entity_id AS trainer_id, total_runs AS total_runners, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs, recent_14d_wins, recent_14d_win_rate, recent_30d_runs, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_runner_date, last_win_date, days_since_last_run AS days_since_last_runner, days_since_last_win, stats_updated_at
FROM stats_people WHERE entity_type = 'trainer';

CREATE VIEW stats_owners AS
SELECT entity_id AS owner_id, total_runs AS total_runners, total_wins, total_places, total_seconds, total_thirds, win_rate, place_rate,
  recent_14d_runs, recent_14d_wins, recent_14d_win_rate, recent_30d_runs, recent_30d_wins, recent_30d_win_rate,
  last_run_date AS last_runner_date, last_win_date, days_since_last_run AS days_since_last_runner, days_since_last_win, stats_updated_at,
  total_horses, active_last_30d
FROM stats_people WHERE entity_type = 'owner';

CREATE VIEW stats_sires AS
SELECT entity_id AS sire_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index, best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree WHERE entity_type = 'sire';

CREATE VIEW stats_dams AS
SELECT entity_id AS dam_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index, best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree WHERE entity_type = 'dam';

CREATE VIEW stats_damsires AS
SELECT entity_id AS damsire_id, total_runners, total_wins, total_places_2nd, total_places_3rd, overall_win_percent, overall_ae_index, best_class, best_class_ae, best_distance, best_distance_ae,
  class_1_name, class_1_runners, class_1_wins, class_1_win_percent, class_1_ae,
  class_2_name, class_2_runners, class_2_wins, class_2_win_percent, class_2_ae,
  class_3_name, class_3_runners, class_3_wins, class_3_win_percent, class_3_ae,
  distance_1_name, distance_1_runners, distance_1_wins, distance_1_win_percent, distance_1_ae,
  distance_2_name, distance_2_runners, distance_2_wins, distance_2_win_percent, distance_2_ae,
  distance_3_name, distance_3_runners, distance_3_wins, distance_3_win_percent, distance_3_ae,
  data_quality_score, analysis_last_updated
FROM stats_pedigree WHERE entity_type = 'damsire';
