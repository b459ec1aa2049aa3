-- The second clock: which version of a result was known when. Superseded versions of results are kept as facts of their own, so
-- that features can be asked for as they were known at any instant.

ALTER TABLE stats_clock ADD COLUMN live_since timestamptz;
COMMENT ON COLUMN stats_clock.live_since IS 'The earliest fetched_at of any race event: live fetching began then.';
UPDATE stats_clock SET live_since = (SELECT to_timestamp(min((state::json->>'first_at')::double precision) / 1000.0) FROM stats_races);

CREATE TABLE stats_result_versions (
  race_id text NOT NULL,
  event_id text NOT NULL COLLATE "C",
  is_final boolean NOT NULL,
  fetched_at timestamptz NOT NULL,
  reading text,
  PRIMARY KEY (race_id, event_id)
);
COMMENT ON TABLE stats_result_versions IS 'Every result event of a race. The greatest by (is_final, fetched_at, event_id) counts; the others are superseded.';
COMMENT ON COLUMN stats_result_versions.is_final IS 'From /results; false from /results/today, which any of /results goes before.';
COMMENT ON COLUMN stats_result_versions.reading IS 'What a superseded result said, in compact form; null for the one that counts.';
INSERT INTO stats_result_versions (race_id, event_id, is_final, fetched_at)
SELECT race_id, result->>'event_id', result->>'endpoint' = 'results', to_timestamp((result->>'fetched_at')::double precision / 1000.0)
FROM (SELECT race_id, state::json->'result' AS result FROM stats_races) r
WHERE result->>'event_id' IS NOT NULL;

CREATE TABLE stats_old_runs (
  race_id text NOT NULL,
  event_id text NOT NULL COLLATE "C",
  horse_id text NOT NULL,
  jockey_id text,
  race_date date NOT NULL,
  off_dt timestamptz NOT NULL,
  course_id text,
  distance_yards int,
  distance_group int,
  going_group text,
  all_weather boolean NOT NULL,
  jumps boolean NOT NULL,
  position int,
  prize numeric,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (race_id, event_id, horse_id)
);
CREATE INDEX stats_old_runs_horse ON stats_old_runs (horse_id);
COMMENT ON TABLE stats_old_runs IS 'The runs of superseded results: what was believed before a correction. Race facts are the version''s own, else the newest card''s.';

CREATE FUNCTION features_known_at(race text, known_at timestamptz) RETURNS SETOF stats_features
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH target AS (
    SELECT r.race_id, r.horse_id, r.jockey_id AS rider, t.race_date AS day, t.off_dt, t.course_id AS venue, t.distance_group AS trip
    FROM stats_runners r JOIN stats_races t ON t.race_id = r.race_id
    WHERE r.race_id = race
  ), candidates AS (
    SELECT h.race_id FROM stats_runs h JOIN target USING (horse_id)
    UNION
    SELECT o.race_id FROM stats_old_runs o JOIN target USING (horse_id)
  ), versions AS (
    -- Of races before live fetching, the first version counts as known 15 minutes after the off; a later one when it was fetched.
    SELECT v.race_id, v.event_id, v.is_final, v.fetched_at,
      CASE
        WHEN t.off_dt < (SELECT live_since FROM stats_clock)
          AND row_number() OVER (PARTITION BY v.race_id ORDER BY v.fetched_at, v.is_final, v.event_id) = 1
        THEN least(v.fetched_at, t.off_dt + interval '15 minutes')
        ELSE v.fetched_at
      END AS known_since,
      row_number() OVER (PARTITION BY v.race_id ORDER BY v.is_final DESC, v.fetched_at DESC, v.event_id DESC) = 1 AS counts
    FROM candidates c
    JOIN stats_result_versions v ON v.race_id = c.race_id
    JOIN stats_races t ON t.race_id = c.race_id
  ), believed AS (
    SELECT DISTINCT ON (race_id) race_id, event_id, counts
    FROM versions
    WHERE known_since <= known_at
    ORDER BY race_id, is_final DESC, fetched_at DESC, event_id DESC
  ), known AS (
    SELECT h.race_id, h.horse_id, h.jockey_id, h.race_date, h.off_dt, h.course_id, h.distance_yards, h.distance_group, h.going_group,
      h.all_weather, h.jumps, h.position, h.prize, h.fetched_at
    FROM believed b JOIN stats_runs h ON h.race_id = b.race_id
    WHERE b.counts
    UNION ALL
    SELECT o.race_id, o.horse_id, o.jockey_id, o.race_date, o.off_dt, o.course_id, o.distance_yards, o.distance_group, o.going_group,
      o.all_weather, o.jumps, o.position, o.prize, o.fetched_at
    FROM believed b JOIN stats_old_runs o ON o.race_id = b.race_id AND o.event_id = b.event_id
    WHERE NOT b.counts
  ), history AS (
    SELECT t.race_id, t.horse_id, t.rider, t.day, t.venue, t.trip,
      h.race_date, h.course_id, h.distance_group, h.distance_yards, h.going_group, h.all_weather, h.jumps, h.jockey_id,
      h.position, h.prize, h.fetched_at, h.race_id AS earlier_race,
      row_number() OVER (PARTITION BY t.horse_id ORDER BY h.off_dt DESC, h.race_id COLLATE "C" DESC) AS latest
    FROM target t
    LEFT JOIN known h ON h.horse_id = t.horse_id AND h.off_dt < t.off_dt
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
END;
COMMENT ON FUNCTION features_known_at IS 'The features of the runners of a race on both clocks: races off strictly earlier, by results known at that instant. Before live fetching a result counts as known 15 minutes after the off.';
