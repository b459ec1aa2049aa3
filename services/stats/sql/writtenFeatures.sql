-- Features of races off by an instant that this transaction has written.
-- $1 off time timestamptz
SELECT f.race_id, f.horse_id FROM ra_runner_statistics f JOIN stats_races t ON t.race_id = f.race_id
WHERE f.xmin = pg_current_xact_id()::xid AND t.off_dt <= $1;
