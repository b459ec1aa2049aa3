-- How many features there are of races off by an instant.
-- $1 off time timestamptz
SELECT count(*) AS rows FROM ra_runner_statistics f JOIN stats_races t ON t.race_id = f.race_id WHERE t.off_dt <= $1;
