-- A retry hands the event over as it was, its time included.
ALTER TABLE dead_letters ADD COLUMN appended_at timestamptz;
COMMENT ON COLUMN dead_letters.appended_at IS 'When the log took the event.';
