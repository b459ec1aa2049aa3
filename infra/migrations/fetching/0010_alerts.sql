-- What people are told of, at most once an hour for each kind, over restarts too.

CREATE INDEX fetch_units_fetched ON fetch_units (fetched_at);

CREATE TABLE alerts (
  kind text PRIMARY KEY,
  told_at timestamptz NOT NULL,
  message text NOT NULL,
  suppressed int NOT NULL DEFAULT 0
);
COMMENT ON TABLE alerts IS 'The newest alert of each kind that was told.';
COMMENT ON COLUMN alerts.suppressed IS 'How many of its kind came within the hour after it and were not told.';

CREATE TABLE alert_watch (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  looked_at timestamptz NOT NULL
);
COMMENT ON TABLE alert_watch IS 'Until when finished runs and dead letters have been looked at for alerts.';
