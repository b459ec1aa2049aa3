-- What the fetcher knows: a projection of the control topic and the fetch log (group `fetcher`), and its budget of calls.

CREATE TABLE runs (
  id text PRIMARY KEY,
  kinds text[] NOT NULL,
  start_date date NOT NULL,
  end_date date NOT NULL,
  regions text[] NOT NULL,
  priority text NOT NULL,
  state text NOT NULL,
  message text,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz
);
COMMENT ON TABLE runs IS 'Ranges that were asked for on the control topic. What a run still has to do is never stored: it is its range less what fetch_units covers.';
COMMENT ON COLUMN runs.state IS 'requested, running, paused, cancelled, done or failed (ended with failed units).';
COMMENT ON COLUMN runs.requested_at IS 'When the log took the message; units fetched since then are done for this run.';

CREATE TABLE fetch_units (
  unit text PRIMARY KEY,
  kind text NOT NULL,
  date date,
  horse_id text,
  outcome text NOT NULL,
  status int,
  calls int NOT NULL,
  attempts int NOT NULL,
  message text,
  run_id text,
  fetched_at timestamptz NOT NULL,
  succeeded_at timestamptz,
  changed_at timestamptz,
  items int NOT NULL,
  retry_asked_at timestamptz
);
CREATE INDEX fetch_units_day ON fetch_units (kind, date);
CREATE INDEX fetch_units_failed ON fetch_units (outcome) WHERE outcome IN ('failed', 'not_in_plan');
COMMENT ON TABLE fetch_units IS 'The newest outcome of each unit (kind and day, kind and horse, or a list), from the fetch log.';
COMMENT ON COLUMN fetch_units.succeeded_at IS 'Newest fetch that was answered: ok, empty or not found.';
COMMENT ON COLUMN fetch_units.changed_at IS 'Newest fetch that brought content which was not there before.';
COMMENT ON COLUMN fetch_units.retry_asked_at IS 'When somebody last asked to fetch it again.';

CREATE TABLE fetched_content (
  topic text NOT NULL,
  key text NOT NULL,
  content_hash text NOT NULL,
  fetched_at timestamptz NOT NULL,
  PRIMARY KEY (topic, key)
);
COMMENT ON TABLE fetched_content IS 'Hash of the newest content of each key: what comes back unchanged is not appended again.';

CREATE TABLE rejected_messages (
  id text NOT NULL,
  command text NOT NULL,
  reason text NOT NULL,
  rejected_at timestamptz NOT NULL,
  PRIMARY KEY (id, command)
);
COMMENT ON TABLE rejected_messages IS 'Control messages that were refused, with the reason.';

CREATE TABLE api_budget (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  next_call_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO api_budget DEFAULT VALUES;
COMMENT ON TABLE api_budget IS 'The earliest moment of the next call, reserved before each call, so that restarts and crashes do not exceed the rate.';

CREATE TABLE fetcher_lease (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  owner text,
  generation bigint NOT NULL DEFAULT 0,
  heartbeat_at timestamptz NOT NULL DEFAULT '-infinity'
);
INSERT INTO fetcher_lease DEFAULT VALUES;
COMMENT ON TABLE fetcher_lease IS 'The one fetcher that is active; another takes over when it has been silent for ten seconds.';
