-- Adds runs to a pair of entities; the ratios are set from the exact sums behind them.
-- $1 json array of objects: entity1_type, entity1_id, entity2_type, entity2_id, and the sums of the new runs
-- Not idempotent alone: the position of the group moves in the same transaction.
INSERT INTO ra_entity_combinations AS t (
  entity1_type, entity1_id, entity2_type, entity2_id, total_runs, wins, places_2nd, places_3rd, priced_runs, priced_wins, inverse_sp_e10, profit_e10, calculated_at, win_percent, place_percent, ae_index, profit_loss_1u
)
SELECT d.entity1_type,
  d.entity1_id,
  d.entity2_type,
  d.entity2_id,
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
  profit_1u(d.priced_runs, d.profit_e10)
FROM json_to_recordset($1::json) AS d(entity1_type text, entity1_id text, entity2_type text, entity2_id text, runs int, wins int, seconds int, thirds int, priced_runs int, priced_wins int, inverse_sp_e10 bigint, profit_e10 bigint, calculated_at timestamptz)
ORDER BY entity1_type, entity1_id, entity2_type, entity2_id
ON CONFLICT (entity1_type, entity1_id, entity2_type, entity2_id) DO UPDATE SET
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
  profit_loss_1u = profit_1u(t.priced_runs + EXCLUDED.priced_runs, t.profit_e10 + EXCLUDED.profit_e10);
