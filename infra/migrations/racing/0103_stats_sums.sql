-- The exact sums behind the published ratios. They add up without loss, so that one more result costs the same after ten
-- years as after one.

ALTER TABLE ra_performance_by_distance
  ADD COLUMN priced_runs int NOT NULL DEFAULT 0,
  ADD COLUMN priced_wins int NOT NULL DEFAULT 0,
  ADD COLUMN inverse_sp_e10 bigint NOT NULL DEFAULT 0,
  ADD COLUMN profit_e10 bigint NOT NULL DEFAULT 0,
  ADD COLUMN timed_runs int NOT NULL DEFAULT 0,
  ADD COLUMN time_sum_cs bigint NOT NULL DEFAULT 0,
  ADD COLUMN last_finish_key text COLLATE "C";
COMMENT ON COLUMN ra_performance_by_distance.priced_runs IS 'Runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_performance_by_distance.priced_wins IS 'Wins among runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_performance_by_distance.inverse_sp_e10 IS 'Sum of inverse starting prices times 10^10 (exact sum behind ae_index).';
COMMENT ON COLUMN ra_performance_by_distance.profit_e10 IS 'Profit to one unit times 10^10 (exact sum behind profit_loss_1u).';
COMMENT ON COLUMN ra_performance_by_distance.timed_runs IS 'Finishers with a time.';
COMMENT ON COLUMN ra_performance_by_distance.time_sum_cs IS 'Sum of their times in hundredths of a second.';
COMMENT ON COLUMN ra_performance_by_distance.last_finish_key IS 'Sort key of the finish that gave last_time_seconds.';

ALTER TABLE ra_performance_by_venue
  ADD COLUMN priced_runs int NOT NULL DEFAULT 0,
  ADD COLUMN priced_wins int NOT NULL DEFAULT 0,
  ADD COLUMN inverse_sp_e10 bigint NOT NULL DEFAULT 0,
  ADD COLUMN profit_e10 bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN ra_performance_by_venue.priced_runs IS 'Runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_performance_by_venue.priced_wins IS 'Wins among runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_performance_by_venue.inverse_sp_e10 IS 'Sum of inverse starting prices times 10^10 (exact sum behind ae_index).';
COMMENT ON COLUMN ra_performance_by_venue.profit_e10 IS 'Profit to one unit times 10^10 (exact sum behind profit_loss_1u).';

ALTER TABLE ra_entity_combinations
  ADD COLUMN priced_runs int NOT NULL DEFAULT 0,
  ADD COLUMN priced_wins int NOT NULL DEFAULT 0,
  ADD COLUMN inverse_sp_e10 bigint NOT NULL DEFAULT 0,
  ADD COLUMN profit_e10 bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN ra_entity_combinations.priced_runs IS 'Runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_entity_combinations.priced_wins IS 'Wins among runs with a starting price (exact sum behind the ratios).';
COMMENT ON COLUMN ra_entity_combinations.inverse_sp_e10 IS 'Sum of inverse starting prices times 10^10 (exact sum behind ae_index).';
COMMENT ON COLUMN ra_entity_combinations.profit_e10 IS 'Profit to one unit times 10^10 (exact sum behind profit_loss_1u).';

CREATE FUNCTION add_counts(a jsonb, b jsonb) RETURNS jsonb
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (SELECT coalesce(jsonb_object_agg(key, runs), '{}') FROM (
    SELECT key, sum(value::int) AS runs FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) AS both_sides GROUP BY key
  ) AS summed);
COMMENT ON FUNCTION add_counts IS 'Two objects of counts added key by key: {"Good": 2} and {"Good": 1, "Soft": 1} give {"Good": 3, "Soft": 1}.';
