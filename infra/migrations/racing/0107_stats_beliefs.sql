-- The second clock, whole: beside what is believed of a race now (stats_races, stats_runners, stats_runs) stands what was
-- believed before, by events fetched until then, cards as well as results. Features can be asked for as the log told them at
-- any instant.

DROP FUNCTION features_known_at;
DROP TABLE stats_old_runs;

CREATE TABLE stats_superseded (
  race_id text NOT NULL,
  event_id text NOT NULL COLLATE "C",
  reading text NOT NULL,
  PRIMARY KEY (race_id, event_id)
);
COMMENT ON TABLE stats_superseded IS 'What the cards and results of a race said that do not count any more, in compact form: former beliefs follow from them.';
INSERT INTO stats_superseded (race_id, event_id, reading)
SELECT race_id, event_id, reading FROM stats_result_versions WHERE reading IS NOT NULL;
DROP TABLE stats_result_versions;

CREATE TABLE stats_beliefs (
  race_id text NOT NULL,
  known_from timestamptz NOT NULL,
  known_until timestamptz NOT NULL,
  race_date date NOT NULL,
  off_dt timestamptz NOT NULL,
  course_id text,
  distance_group int,
  runners jsonb NOT NULL,
  runs jsonb NOT NULL,
  run_horses text[],
  PRIMARY KEY (race_id, known_from)
);
CREATE INDEX stats_beliefs_horses ON stats_beliefs USING gin (run_horses) WHERE run_horses IS NOT NULL;
COMMENT ON TABLE stats_beliefs IS 'What was believed of a race and is not any more: by all its events fetched in (.., known_until).';
COMMENT ON COLUMN stats_beliefs.runners IS 'Jockey by horse, of every runner.';
COMMENT ON COLUMN stats_beliefs.runs IS 'The runs, with the columns of stats_runs that features are made from.';
COMMENT ON COLUMN stats_beliefs.run_horses IS 'The horses of the runs; null without any.';

ALTER TABLE stats_races
  ADD COLUMN known_since timestamptz,
  ADD COLUMN result_since timestamptz,
  ADD COLUMN believed_since timestamptz;
CREATE INDEX stats_races_date ON stats_races (race_date);
COMMENT ON COLUMN stats_races.known_since IS 'When the first event of the race was fetched.';
COMMENT ON COLUMN stats_races.result_since IS 'When the first result of the race was fetched.';
COMMENT ON COLUMN stats_races.believed_since IS 'Since when what is believed of the race now is believed; before, see stats_beliefs.';
UPDATE stats_races SET
  known_since = to_timestamp((state::json->>'first_at')::double precision / 1000.0),
  result_since = to_timestamp((state::json->'result'->>'fetched_at')::double precision / 1000.0),
  believed_since = to_timestamp(greatest((state::json->'card'->>'fetched_at')::double precision,
    (state::json->'result'->>'fetched_at')::double precision) / 1000.0);

COMMENT ON COLUMN stats_clock.live_since IS 'When live fetching began: the earliest fetched_at of an event fetched before the end of the day (UTC) after its race. Null before that.';
UPDATE stats_clock SET live_since = (
  SELECT min(known_since) FROM stats_races WHERE known_since < race_date + interval '2 days'
);

CREATE FUNCTION races_known_at(races text[], known_at timestamptz) RETURNS TABLE (
  race_id text, has_run boolean, is_current boolean,
  race_date date, off_dt timestamptz, course_id text, distance_group int, runners jsonb, runs jsonb
) LANGUAGE sql STABLE
BEGIN ATOMIC
  -- A race from before live fetching counts as described ever since, and as run 15 minutes after the off, as it was first told.
  WITH asked AS (
    SELECT r.*, c.live_since IS NULL OR r.off_dt < c.live_since AS is_before_live,
      coalesce(known_at >= r.result_since, false) AS is_measured,
      r.result_since IS NOT NULL AND known_at >= r.off_dt + interval '15 minutes' AS is_stated
    FROM stats_races r CROSS JOIN stats_clock c
    WHERE r.race_id = ANY (races)
  ), looked_up AS (
    SELECT a.*, is_measured OR (is_before_live AND is_stated) AS has_run,
      CASE
        WHEN is_before_live AND is_stated AND NOT is_measured THEN result_since
        WHEN is_before_live AND known_at < known_since THEN known_since
        ELSE known_at
      END AS at
    FROM asked a
  )
  SELECT l.race_id, l.has_run, true, l.race_date, l.off_dt, l.course_id, l.distance_group, NULL::jsonb, NULL::jsonb
  FROM looked_up l WHERE l.at >= l.believed_since
  UNION ALL
  SELECT l.race_id, l.has_run, false, b.race_date, b.off_dt, b.course_id, b.distance_group, b.runners, b.runs
  FROM looked_up l JOIN stats_beliefs b ON b.race_id = l.race_id AND b.known_from <= l.at AND l.at < b.known_until
  WHERE l.at < l.believed_since;
END;
COMMENT ON FUNCTION races_known_at IS 'Races as they were known at an instant, by events fetched until then. is_current: runners and runs are those of stats_runners and stats_runs. Races from before live fetching: known ever since, their result 15 minutes after the off, as first told.';

CREATE FUNCTION features_known_at(race text, known_at timestamptz) RETURNS SETOF stats_features
LANGUAGE sql STABLE
BEGIN ATOMIC
  WITH target AS (
    SELECT r.race_id, coalesce(s.horse_id, b.horse_id) AS horse_id, coalesce(s.jockey_id, b.jockey_id) AS rider,
      r.race_date AS day, r.off_dt, r.course_id AS venue, r.distance_group AS trip
    FROM races_known_at(ARRAY[race], known_at) r
    LEFT JOIN stats_runners s ON r.is_current AND s.race_id = r.race_id
    LEFT JOIN LATERAL jsonb_each_text(r.runners) AS b(horse_id, jockey_id) ON NOT r.is_current
    WHERE coalesce(s.horse_id, b.horse_id) IS NOT NULL
  ), candidates AS (
    SELECT ARRAY(
      SELECT h.race_id FROM stats_runs h JOIN target USING (horse_id)
      UNION
      SELECT f.race_id FROM stats_beliefs f WHERE f.run_horses && ARRAY(SELECT horse_id FROM target)
    ) AS races
  ), run_races AS (
    SELECT r.* FROM candidates c CROSS JOIN LATERAL races_known_at(c.races, known_at) r WHERE r.has_run
  ), known AS (
    SELECT h.race_id, h.horse_id, h.jockey_id, h.race_date, h.off_dt, h.course_id, h.distance_yards, h.distance_group, h.going_group,
      h.all_weather, h.jumps, h.position, h.prize, h.fetched_at
    FROM run_races r JOIN stats_runs h ON h.race_id = r.race_id
    WHERE r.is_current
    UNION ALL
    SELECT r.race_id, o.*
    FROM run_races r CROSS JOIN LATERAL jsonb_to_recordset(r.runs) AS o(horse_id text, jockey_id text, race_date date,
      off_dt timestamptz, course_id text, distance_yards int, distance_group int, going_group text, all_weather boolean,
      jumps boolean, position int, prize numeric, fetched_at timestamptz)
    WHERE NOT r.is_current
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
COMMENT ON FUNCTION features_known_at IS 'The features of the runners of a race on both clocks: runs of races off strictly earlier, and all of it as it was known at that instant. SELECT * FROM features_known_at(''rac_1'', ''2025-04-01T12:00Z'').';
