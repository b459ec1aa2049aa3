-- Changes the totals of parents in races of a class by the difference that runs make.
-- $1 json array of objects: entity_type, entity_id, race_class, and the sums of the difference
-- Not idempotent alone: the position of the group moves in the same transaction.
INSERT INTO stats_parent_totals AS t (entity_type, entity_id, race_class, runs, wins, seconds, thirds, priced_runs, priced_wins, inverse_sp_e10, fetched_at)
SELECT entity_type, entity_id, race_class, runs, wins, seconds, thirds, priced_runs, priced_wins, inverse_sp_e10, calculated_at
FROM json_to_recordset($1::json) AS d(entity_type text, entity_id text, race_class text, runs int, wins int, seconds int, thirds int, priced_runs int, priced_wins int, inverse_sp_e10 bigint, calculated_at timestamptz)
ORDER BY entity_type, entity_id, race_class
ON CONFLICT (entity_type, entity_id, race_class) DO UPDATE SET
  runs = t.runs + EXCLUDED.runs,
  wins = t.wins + EXCLUDED.wins,
  seconds = t.seconds + EXCLUDED.seconds,
  thirds = t.thirds + EXCLUDED.thirds,
  priced_runs = t.priced_runs + EXCLUDED.priced_runs,
  priced_wins = t.priced_wins + EXCLUDED.priced_wins,
  inverse_sp_e10 = t.inverse_sp_e10 + EXCLUDED.inverse_sp_e10,
  fetched_at = greatest(t.fetched_at, EXCLUDED.fetched_at);
