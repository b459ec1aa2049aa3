-- Adds runs to an entity at a distance; the ratios are set from the exact sums behind them.
-- $1 json array of objects: entity_type, entity_id, distance_yards, and the sums of the new runs
-- Not idempotent alone: the position of the group moves in the same transaction.
INSERT INTO ra_performance_by_distance AS t (
  entity_type, entity_id, distance_yards, total_runs, wins, places_2nd, places_3rd, priced_runs, priced_wins, inverse_sp_e10, profit_e10, calculated_at, win_percent, place_percent, ae_index, profit_loss_1u, distance_display, timed_runs, time_sum_cs, best_time_seconds, avg_time_seconds, last_finish_key, last_time_seconds, going_breakdown
)
SELECT d.entity_type,
  d.entity_id,
  d.distance_yards,
  d.runs,
  d.wins,
  d.seconds,
  d.thirds,
  d.priced_runs,
  d.priced_wins,
  d.inverse_sp_e10,
  d.profit_e10,
  d.calculated_at,
  share_percent(d.wins, d.runs),
  share_percent(d.wins + d.seconds + d.thirds, d.runs),
  ae_index(d.priced_runs, d.priced_wins, d.inverse_sp_e10),
  profit_1u(d.priced_runs, d.profit_e10),
  distance_display(d.distance_yards),
  d.timed_runs,
  d.time_sum_cs,
  round(d.best_cs / 100.0, 2),
  round(d.time_sum_cs / nullif(100.0 * d.timed_runs, 0), 2),
  d.last_finish_key,
  round((9999999 - right(d.last_finish_key, 7)::int) / 100.0, 2),
  d.goings
FROM json_to_recordset($1::json) AS d(entity_type text, entity_id text, distance_yards int, runs int, wins int, seconds int, thirds int, priced_runs int, priced_wins int, inverse_sp_e10 bigint, profit_e10 bigint, calculated_at timestamptz, timed_runs int, time_sum_cs bigint, best_cs int, last_finish_key text, goings jsonb)
ORDER BY entity_type, entity_id, distance_yards
ON CONFLICT (entity_type, entity_id, distance_yards) DO UPDATE SET
  total_runs = t.total_runs + EXCLUDED.total_runs,
  wins = t.wins + EXCLUDED.wins,
  places_2nd = t.places_2nd + EXCLUDED.places_2nd,
  places_3rd = t.places_3rd + EXCLUDED.places_3rd,
  priced_runs = t.priced_runs + EXCLUDED.priced_runs,
  priced_wins = t.priced_wins + EXCLUDED.priced_wins,
  inverse_sp_e10 = t.inverse_sp_e10 + EXCLUDED.inverse_sp_e10,
  profit_e10 = t.profit_e10 + EXCLUDED.profit_e10,
  calculated_at = greatest(t.calculated_at, EXCLUDED.calculated_at),
  win_percent = share_percent(t.wins + EXCLUDED.wins, t.total_runs + EXCLUDED.total_runs),
  place_percent = share_percent(t.wins + EXCLUDED.wins + t.places_2nd + EXCLUDED.places_2nd + t.places_3rd + EXCLUDED.places_3rd,
    t.total_runs + EXCLUDED.total_runs),
  ae_index = ae_index(t.priced_runs + EXCLUDED.priced_runs, t.priced_wins + EXCLUDED.priced_wins, t.inverse_sp_e10 + EXCLUDED.inverse_sp_e10),
  profit_loss_1u = profit_1u(t.priced_runs + EXCLUDED.priced_runs, t.profit_e10 + EXCLUDED.profit_e10),
  timed_runs = t.timed_runs + EXCLUDED.timed_runs,
  time_sum_cs = t.time_sum_cs + EXCLUDED.time_sum_cs,
  best_time_seconds = least(t.best_time_seconds, EXCLUDED.best_time_seconds),
  avg_time_seconds = round((t.time_sum_cs + EXCLUDED.time_sum_cs) / nullif(100.0 * (t.timed_runs + EXCLUDED.timed_runs), 0), 2),
  last_finish_key = greatest(t.last_finish_key, EXCLUDED.last_finish_key),
  last_time_seconds = round((9999999 - right(greatest(t.last_finish_key, EXCLUDED.last_finish_key), 7)::int) / 100.0, 2),
  going_breakdown = add_counts(t.going_breakdown, EXCLUDED.going_breakdown);
