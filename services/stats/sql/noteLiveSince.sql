-- Keeps the earliest fetch of any live event.
-- $1 at timestamptz
UPDATE stats_clock SET live_since = $1 WHERE live_since IS NULL OR live_since > $1;
