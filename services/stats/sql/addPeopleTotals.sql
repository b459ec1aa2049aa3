-- Changes the totals of people by the difference that runs make, once the facts have changed.
-- $1 json array of objects: entity_type, entity_id, and the sums of the difference
-- $2 json array of objects: owner_id, horse_id, had: whether a run of theirs went; races: ids of those that came
-- Not idempotent alone: the position of the group moves in the same transaction.
WITH horses AS (
  -- Another horse of an owner, where no other run of the two was there before; one less where none is left.
  SELECT owner_id,
    sum((cardinality(races) > 0 OR EXISTS (SELECT FROM stats_runs r WHERE r.horse_id = o.horse_id AND r.owner_id = o.owner_id))::int
      - (had OR EXISTS (SELECT FROM stats_runs r WHERE r.horse_id = o.horse_id AND r.owner_id = o.owner_id AND r.race_id <> ALL (races)))::int
    )::int AS difference
  FROM json_to_recordset($2::json) AS o(owner_id text, horse_id text, had boolean, races text[])
  GROUP BY owner_id
)
INSERT INTO stats_people_totals AS t (entity_type, entity_id, runs, wins, seconds, thirds, horses, last_run_date, last_win_date, fetched_at)
SELECT d.entity_type, d.entity_id, d.runs, d.wins, d.seconds, d.thirds, coalesce(h.difference, 0), d.last_run_date, d.last_win_date, d.calculated_at
FROM json_to_recordset($1::json) AS d(entity_type text, entity_id text, runs int, wins int, seconds int, thirds int, last_run_date date, last_win_date date, calculated_at timestamptz)
LEFT JOIN horses h ON d.entity_type = 'owner' AND h.owner_id = d.entity_id
ORDER BY entity_type, entity_id
ON CONFLICT (entity_type, entity_id) DO UPDATE SET
  runs = t.runs + EXCLUDED.runs,
  wins = t.wins + EXCLUDED.wins,
  seconds = t.seconds + EXCLUDED.seconds,
  thirds = t.thirds + EXCLUDED.thirds,
  horses = t.horses + EXCLUDED.horses,
  last_run_date = greatest(t.last_run_date, EXCLUDED.last_run_date),
  last_win_date = greatest(t.last_win_date, EXCLUDED.last_win_date),
  fetched_at = greatest(t.fetched_at, EXCLUDED.fetched_at);
