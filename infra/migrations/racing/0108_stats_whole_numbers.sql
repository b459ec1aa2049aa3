-- The same figures in whole numbers: a ratio to two decimals is a number of hundredths, rounded half away from zero. Divisions
-- of numeric, four in each of millions of rows, were most of a recomputation.

CREATE FUNCTION hundredths(whole bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN whole::numeric * 0.01;
COMMENT ON FUNCTION hundredths IS 'A number of hundredths as a decimal: 1234 is 12.34.';

CREATE FUNCTION rounded_ratio(part bigint, whole bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN whole > 0 THEN CASE WHEN part < 0 THEN -((whole - 2 * part) / (2 * whole)) ELSE (2 * part + whole) / (2 * whole) END END;
COMMENT ON FUNCTION rounded_ratio IS 'part / whole as a whole number, half away from zero; null where the whole is 0.';

CREATE OR REPLACE FUNCTION share_percent(part bigint, whole bigint) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN whole > 0 THEN ((20000 * part + whole) / (2 * whole))::numeric * 0.01 END;

-- wins * 10^10 / expected * 100, in two steps: 4.6 million wins of one entity fit.
CREATE OR REPLACE FUNCTION ae_index(priced_runs bigint, priced_wins bigint, inverse_sp_e10 numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 AND inverse_sp_e10 > 0 THEN
    ((2000000000000 * priced_wins + inverse_sp_e10::bigint) / (2 * inverse_sp_e10::bigint))::numeric * 0.01 END;

CREATE OR REPLACE FUNCTION profit_1u(priced_runs bigint, profit_e10 numeric) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN priced_runs > 0 THEN
    (CASE WHEN profit_e10 < 0 THEN -((50000000 - profit_e10::bigint) / 100000000)
      ELSE (profit_e10::bigint + 50000000) / 100000000 END)::numeric * 0.01 END;

CREATE OR REPLACE VIEW stats_performance_by_distance AS
WITH per_going AS (
  SELECT entity_type, entity_id, distance_group, going,
    count(*)::int AS runs,
    (count(*) FILTER (WHERE position = 1))::int AS wins,
    (count(*) FILTER (WHERE position = 2))::int AS seconds,
    (count(*) FILTER (WHERE position = 3))::int AS thirds,
    count(inverse_sp_e10)::int AS priced_runs,
    (count(inverse_sp_e10) FILTER (WHERE position = 1))::int AS priced_wins,
    sum(inverse_sp_e10)::bigint AS inverse_sp_e10,
    sum(profit_e10)::bigint AS profit_e10,
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
  ae_index(sum(priced_runs), sum(priced_wins), sum(inverse_sp_e10)) AS ae_index,
  profit_1u(sum(priced_runs), sum(profit_e10)) AS profit_loss_1u,
  hundredths(min(best_cs)) AS best_time_seconds,
  hundredths(rounded_ratio(sum(time_sum_cs)::bigint, sum(timed_runs))) AS avg_time_seconds,
  hundredths(9999999 - right(max(last_finish_key), 7)::int) AS last_time_seconds,
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

