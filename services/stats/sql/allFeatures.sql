-- Every feature, as stats_features defines them, in one pass over the runs of each horse in order: what earlier runs add up to
-- comes from running sums, and only what depends on the race of the runner is counted pair by pair.
-- Each run is four counters in one number, 16 bits each: runs, wins, seconds, thirds. A horse with more runs than they
-- hold, which is none but a mistaken id, is left to the definition.
-- :part is a condition on horse_id: a part whose rows fit into memory takes half as long for each.
-- Every run is the run of a runner, whose race has its off time, course, distance and day, and whose jockey is its jockey.
WITH crowded AS MATERIALIZED (
  SELECT horse_id FROM stats_runs WHERE :part GROUP BY horse_id HAVING count(*) > 32767
), entries AS (
  SELECT r.horse_id, r.race_id COLLATE "C" AS race_id, r.jockey_id AS rider, t.off_dt, t.race_date AS day, t.course_id AS venue, t.distance_group AS trip,
    h.going_group, h.all_weather, h.jumps, h.position, h.distance_yards, h.prize, h.fetched_at,
    CASE WHEN h.race_id IS NOT NULL THEN
      1 + CASE h.position WHEN 1 THEN 65536 WHEN 2 THEN 4294967296 WHEN 3 THEN 281474976710656 ELSE 0 END END AS counters
  FROM (SELECT * FROM stats_runners WHERE :part) r
  JOIN stats_races t ON t.race_id = r.race_id
  LEFT JOIN (SELECT * FROM stats_runs WHERE :part) h ON h.race_id = r.race_id AND h.horse_id = r.horse_id
  WHERE r.horse_id <> ALL (ARRAY(SELECT horse_id FROM crowded))
), running AS MATERIALIZED (
  SELECT horse_id, race_id, rider, off_dt, day, venue, trip, counters, (day - interval '12 months')::date AS year_before,
    count(counters) OVER (PARTITION BY horse_id ORDER BY off_dt, race_id) AS run,
    count(counters) OVER earlier AS earlier_runs,
    exact_sum(counters) OVER earlier AS career,
    exact_sum(counters) FILTER (WHERE going_group = 'firm') OVER earlier AS firm,
    exact_sum(counters) FILTER (WHERE going_group = 'good') OVER earlier AS good,
    exact_sum(counters) FILTER (WHERE going_group = 'soft') OVER earlier AS soft,
    exact_sum(counters) FILTER (WHERE going_group = 'heavy') OVER earlier AS heavy,
    exact_sum(counters) FILTER (WHERE all_weather) OVER earlier AS aw,
    exact_sum(counters) FILTER (WHERE jumps) OVER earlier AS jumps,
    sum(prize) OVER earlier AS prize,
    max(day) FILTER (WHERE counters IS NOT NULL) OVER earlier AS last_raced,
    max(day) FILTER (WHERE position = 1) OVER earlier AS last_won,
    min(distance_yards) FILTER (WHERE position = 1) OVER earlier AS shortest,
    max(distance_yards) FILTER (WHERE position = 1) OVER earlier AS longest,
    max(fetched_at) OVER earlier AS fetched_at
  FROM entries
  WINDOW earlier AS (PARTITION BY horse_id ORDER BY off_dt GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
), summed AS (
  SELECT t.race_id, t.horse_id, any_value(t.career) AS career,
    any_value(t.firm) AS firm,
    any_value(t.good) AS good,
    any_value(t.soft) AS soft,
    any_value(t.heavy) AS heavy,
    any_value(t.aw) AS aw,
    any_value(t.jumps) AS jumps,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.venue = t.venue), 0) AS course,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.venue = t.venue AND h.trip = t.trip), 0) AS course_distance,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.trip = t.trip), 0) AS distance,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.rider = t.rider), 0) AS jockey,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.run > t.earlier_runs - 10), 0) AS last_10,
    coalesce(exact_sum(h.counters) FILTER (WHERE h.day > t.year_before), 0) AS last_12m,
    any_value(t.prize) AS prize, any_value(t.last_raced) AS last_raced, any_value(t.last_won) AS last_won,
    any_value(t.shortest) AS shortest, any_value(t.longest) AS longest, any_value(t.fetched_at) AS fetched_at
  FROM running t
  LEFT JOIN running h ON h.horse_id = t.horse_id AND h.off_dt < t.off_dt AND h.counters IS NOT NULL
  GROUP BY t.horse_id, t.off_dt, t.race_id
)
SELECT race_id, horse_id,
  coalesce(prize, 0) AS career_prize,
  share_percent(career >> 16 & 65535, career & 65535) AS career_win_percent,
  share_percent((career >> 16 & 65535) + (career >> 32 & 65535) + (career >> 48), career & 65535) AS career_place_percent,
  (course & 65535)::int AS course_runs,
  (course >> 16 & 65535)::int AS course_wins,
  (course >> 32 & 65535)::int AS course_2nds,
  (course >> 48)::int AS course_3rds,
  (course_distance & 65535)::int AS course_distance_runs,
  (course_distance >> 16 & 65535)::int AS course_distance_wins,
  (course_distance >> 32 & 65535)::int AS course_distance_2nds,
  (course_distance >> 48)::int AS course_distance_3rds,
  (distance & 65535)::int AS distance_runs,
  (distance >> 16 & 65535)::int AS distance_wins,
  (distance >> 32 & 65535)::int AS distance_2nds,
  (distance >> 48)::int AS distance_3rds,
  coalesce((firm & 65535), 0)::int AS firm_runs,
  coalesce((firm >> 16 & 65535), 0)::int AS firm_wins,
  coalesce((firm >> 32 & 65535), 0)::int AS firm_2nds,
  coalesce((firm >> 48), 0)::int AS firm_3rds,
  coalesce((good & 65535), 0)::int AS good_runs,
  coalesce((good >> 16 & 65535), 0)::int AS good_wins,
  coalesce((good >> 32 & 65535), 0)::int AS good_2nds,
  coalesce((good >> 48), 0)::int AS good_3rds,
  coalesce((soft & 65535), 0)::int AS soft_runs,
  coalesce((soft >> 16 & 65535), 0)::int AS soft_wins,
  coalesce((soft >> 32 & 65535), 0)::int AS soft_2nds,
  coalesce((soft >> 48), 0)::int AS soft_3rds,
  coalesce((heavy & 65535), 0)::int AS heavy_runs,
  coalesce((heavy >> 16 & 65535), 0)::int AS heavy_wins,
  coalesce((heavy >> 32 & 65535), 0)::int AS heavy_2nds,
  coalesce((heavy >> 48), 0)::int AS heavy_3rds,
  coalesce((aw & 65535), 0)::int AS aw_runs,
  coalesce((aw >> 16 & 65535), 0)::int AS aw_wins,
  coalesce((aw >> 32 & 65535), 0)::int AS aw_2nds,
  coalesce((aw >> 48), 0)::int AS aw_3rds,
  coalesce((jumps & 65535), 0)::int AS jumps_runs,
  coalesce((jumps >> 16 & 65535), 0)::int AS jumps_wins,
  coalesce((jumps >> 32 & 65535), 0)::int AS jumps_2nds,
  coalesce((jumps >> 48), 0)::int AS jumps_3rds,
  (jockey & 65535)::int AS jockey_runs,
  (jockey >> 16 & 65535)::int AS jockey_wins,
  (jockey >> 32 & 65535)::int AS jockey_2nds,
  (jockey >> 48)::int AS jockey_3rds,
  (last_10 & 65535)::int AS last_10_runs,
  (last_10 >> 16 & 65535)::int AS last_10_wins,
  (last_10 >> 32 & 65535)::int AS last_10_2nds,
  (last_10 >> 48)::int AS last_10_3rds,
  (last_12m & 65535)::int AS last_12m_runs,
  (last_12m >> 16 & 65535)::int AS last_12m_wins,
  (last_12m >> 32 & 65535)::int AS last_12m_2nds,
  (last_12m >> 48)::int AS last_12m_3rds,
  last_raced, last_won, shortest AS min_winning_distance_yards, longest AS max_winning_distance_yards, fetched_at AS calculated_at
FROM summed
UNION ALL
SELECT * FROM stats_features WHERE horse_id = ANY (ARRAY(SELECT horse_id FROM crowded));
