-- Sets the features of the runners of some horses in races off at an instant or later: what came before does not see the change.
-- $1 horse ids text[]   $2 since when, ms bigint[], element by element
INSERT INTO ra_runner_statistics AS t (
  race_id, horse_id, career_prize, career_win_percent, career_place_percent, course_runs, course_wins, course_2nds,
  course_3rds, course_distance_runs, course_distance_wins, course_distance_2nds, course_distance_3rds,
  distance_runs, distance_wins, distance_2nds, distance_3rds, firm_runs, firm_wins, firm_2nds, firm_3rds, good_runs,
  good_wins, good_2nds, good_3rds, soft_runs, soft_wins, soft_2nds, soft_3rds, heavy_runs, heavy_wins, heavy_2nds,
  heavy_3rds, aw_runs, aw_wins, aw_2nds, aw_3rds, jumps_runs, jumps_wins, jumps_2nds, jumps_3rds, jockey_runs,
  jockey_wins, jockey_2nds, jockey_3rds, last_10_runs, last_10_wins, last_10_2nds, last_10_3rds, last_12m_runs,
  last_12m_wins, last_12m_2nds, last_12m_3rds, last_raced, last_won, min_winning_distance_yards,
  max_winning_distance_yards, calculated_at
)
SELECT
  f.race_id, f.horse_id, career_prize, career_win_percent, career_place_percent, course_runs, course_wins, course_2nds,
  course_3rds, course_distance_runs, course_distance_wins, course_distance_2nds, course_distance_3rds,
  distance_runs, distance_wins, distance_2nds, distance_3rds, firm_runs, firm_wins, firm_2nds, firm_3rds, good_runs,
  good_wins, good_2nds, good_3rds, soft_runs, soft_wins, soft_2nds, soft_3rds, heavy_runs, heavy_wins, heavy_2nds,
  heavy_3rds, aw_runs, aw_wins, aw_2nds, aw_3rds, jumps_runs, jumps_wins, jumps_2nds, jumps_3rds, jockey_runs,
  jockey_wins, jockey_2nds, jockey_3rds, last_10_runs, last_10_wins, last_10_2nds, last_10_3rds, last_12m_runs,
  last_12m_wins, last_12m_2nds, last_12m_3rds, last_raced, last_won, min_winning_distance_yards,
  max_winning_distance_yards, calculated_at
FROM (
  SELECT r.race_id, r.horse_id
  FROM unnest($1::text[], $2::bigint[]) AS h(horse_id, since_ms)
  JOIN stats_runners r ON r.horse_id = h.horse_id
  JOIN stats_races t ON t.race_id = r.race_id
  WHERE t.off_dt >= to_timestamp(h.since_ms / 1000.0)
) k
-- OFFSET 0 keeps the runner a constant inside the definition, which leads to the runs of its horse.
CROSS JOIN LATERAL (SELECT * FROM stats_features d WHERE d.race_id = k.race_id AND d.horse_id = k.horse_id OFFSET 0) f
ORDER BY f.race_id, f.horse_id
ON CONFLICT (race_id, horse_id) DO UPDATE SET
  career_prize = EXCLUDED.career_prize,
  career_win_percent = EXCLUDED.career_win_percent,
  career_place_percent = EXCLUDED.career_place_percent,
  course_runs = EXCLUDED.course_runs,
  course_wins = EXCLUDED.course_wins,
  course_2nds = EXCLUDED.course_2nds,
  course_3rds = EXCLUDED.course_3rds,
  course_distance_runs = EXCLUDED.course_distance_runs,
  course_distance_wins = EXCLUDED.course_distance_wins,
  course_distance_2nds = EXCLUDED.course_distance_2nds,
  course_distance_3rds = EXCLUDED.course_distance_3rds,
  distance_runs = EXCLUDED.distance_runs,
  distance_wins = EXCLUDED.distance_wins,
  distance_2nds = EXCLUDED.distance_2nds,
  distance_3rds = EXCLUDED.distance_3rds,
  firm_runs = EXCLUDED.firm_runs,
  firm_wins = EXCLUDED.firm_wins,
  firm_2nds = EXCLUDED.firm_2nds,
  firm_3rds = EXCLUDED.firm_3rds,
  good_runs = EXCLUDED.good_runs,
  good_wins = EXCLUDED.good_wins,
  good_2nds = EXCLUDED.good_2nds,
  good_3rds = EXCLUDED.good_3rds,
  soft_runs = EXCLUDED.soft_runs,
  soft_wins = EXCLUDED.soft_wins,
  soft_2nds = EXCLUDED.soft_2nds,
  soft_3rds = EXCLUDED.soft_3rds,
  heavy_runs = EXCLUDED.heavy_runs,
  heavy_wins = EXCLUDED.heavy_wins,
  heavy_2nds = EXCLUDED.heavy_2nds,
  heavy_3rds = EXCLUDED.heavy_3rds,
  aw_runs = EXCLUDED.aw_runs,
  aw_wins = EXCLUDED.aw_wins,
  aw_2nds = EXCLUDED.aw_2nds,
  aw_3rds = EXCLUDED.aw_3rds,
  jumps_runs = EXCLUDED.jumps_runs,
  jumps_wins = EXCLUDED.jumps_wins,
  jumps_2nds = EXCLUDED.jumps_2nds,
  jumps_3rds = EXCLUDED.jumps_3rds,
  jockey_runs = EXCLUDED.jockey_runs,
  jockey_wins = EXCLUDED.jockey_wins,
  jockey_2nds = EXCLUDED.jockey_2nds,
  jockey_3rds = EXCLUDED.jockey_3rds,
  last_10_runs = EXCLUDED.last_10_runs,
  last_10_wins = EXCLUDED.last_10_wins,
  last_10_2nds = EXCLUDED.last_10_2nds,
  last_10_3rds = EXCLUDED.last_10_3rds,
  last_12m_runs = EXCLUDED.last_12m_runs,
  last_12m_wins = EXCLUDED.last_12m_wins,
  last_12m_2nds = EXCLUDED.last_12m_2nds,
  last_12m_3rds = EXCLUDED.last_12m_3rds,
  last_raced = EXCLUDED.last_raced,
  last_won = EXCLUDED.last_won,
  min_winning_distance_yards = EXCLUDED.min_winning_distance_yards,
  max_winning_distance_yards = EXCLUDED.max_winning_distance_yards,
  calculated_at = EXCLUDED.calculated_at
WHERE (
  t.career_prize, t.career_win_percent, t.career_place_percent, t.course_runs, t.course_wins, t.course_2nds,
  t.course_3rds, t.course_distance_runs, t.course_distance_wins, t.course_distance_2nds, t.course_distance_3rds,
  t.distance_runs, t.distance_wins, t.distance_2nds, t.distance_3rds, t.firm_runs, t.firm_wins, t.firm_2nds,
  t.firm_3rds, t.good_runs, t.good_wins, t.good_2nds, t.good_3rds, t.soft_runs, t.soft_wins, t.soft_2nds,
  t.soft_3rds, t.heavy_runs, t.heavy_wins, t.heavy_2nds, t.heavy_3rds, t.aw_runs, t.aw_wins, t.aw_2nds, t.aw_3rds,
  t.jumps_runs, t.jumps_wins, t.jumps_2nds, t.jumps_3rds, t.jockey_runs, t.jockey_wins, t.jockey_2nds,
  t.jockey_3rds, t.last_10_runs, t.last_10_wins, t.last_10_2nds, t.last_10_3rds, t.last_12m_runs, t.last_12m_wins,
  t.last_12m_2nds, t.last_12m_3rds, t.last_raced, t.last_won, t.min_winning_distance_yards,
  t.max_winning_distance_yards, t.calculated_at
) IS DISTINCT FROM (
  EXCLUDED.career_prize, EXCLUDED.career_win_percent, EXCLUDED.career_place_percent, EXCLUDED.course_runs,
  EXCLUDED.course_wins, EXCLUDED.course_2nds, EXCLUDED.course_3rds, EXCLUDED.course_distance_runs,
  EXCLUDED.course_distance_wins, EXCLUDED.course_distance_2nds, EXCLUDED.course_distance_3rds,
  EXCLUDED.distance_runs, EXCLUDED.distance_wins, EXCLUDED.distance_2nds, EXCLUDED.distance_3rds,
  EXCLUDED.firm_runs, EXCLUDED.firm_wins, EXCLUDED.firm_2nds, EXCLUDED.firm_3rds, EXCLUDED.good_runs,
  EXCLUDED.good_wins, EXCLUDED.good_2nds, EXCLUDED.good_3rds, EXCLUDED.soft_runs, EXCLUDED.soft_wins,
  EXCLUDED.soft_2nds, EXCLUDED.soft_3rds, EXCLUDED.heavy_runs, EXCLUDED.heavy_wins, EXCLUDED.heavy_2nds,
  EXCLUDED.heavy_3rds, EXCLUDED.aw_runs, EXCLUDED.aw_wins, EXCLUDED.aw_2nds, EXCLUDED.aw_3rds, EXCLUDED.jumps_runs,
  EXCLUDED.jumps_wins, EXCLUDED.jumps_2nds, EXCLUDED.jumps_3rds, EXCLUDED.jockey_runs, EXCLUDED.jockey_wins,
  EXCLUDED.jockey_2nds, EXCLUDED.jockey_3rds, EXCLUDED.last_10_runs, EXCLUDED.last_10_wins, EXCLUDED.last_10_2nds,
  EXCLUDED.last_10_3rds, EXCLUDED.last_12m_runs, EXCLUDED.last_12m_wins, EXCLUDED.last_12m_2nds,
  EXCLUDED.last_12m_3rds, EXCLUDED.last_raced, EXCLUDED.last_won, EXCLUDED.min_winning_distance_yards,
  EXCLUDED.max_winning_distance_yards, EXCLUDED.calculated_at
);
