-- What is asked of the statistics beside events, and what the continuous check has found.

CREATE TABLE stats_work (
  id text PRIMARY KEY,
  command text NOT NULL,
  tables text[] NOT NULL,
  done text[] NOT NULL DEFAULT '{}',
  state text NOT NULL,
  message text,
  requested_at timestamptz NOT NULL,
  finished_at timestamptz
);
COMMENT ON TABLE stats_work IS 'Recalculations and resets that were asked for, by control message or by hand; an interrupted one goes on with the tables that are not done.';
COMMENT ON COLUMN stats_work.id IS 'Id of the control message, or of the command.';
COMMENT ON COLUMN stats_work.command IS 'recalculate or reset_statistics.';
COMMENT ON COLUMN stats_work.state IS 'requested, done or rejected.';
COMMENT ON COLUMN stats_work.message IS 'Why it was rejected, or how many rows changed.';

CREATE TABLE stats_drift (
  table_name text NOT NULL,
  scope text NOT NULL,
  key text NOT NULL,
  stored jsonb,
  recomputed jsonb,
  found_at timestamptz NOT NULL,
  PRIMARY KEY (table_name, scope, key)
);
COMMENT ON TABLE stats_drift IS 'Published rows that the continuous check found to differ from their facts, as found last; a row that is right again leaves.';
COMMENT ON COLUMN stats_drift.scope IS 'The entity or race that was checked.';
COMMENT ON COLUMN stats_drift.stored IS 'The row as published; null where it is missing.';
COMMENT ON COLUMN stats_drift.recomputed IS 'The row as its facts say; null where no fact supports it.';

CREATE TABLE stats_emptied (
  table_name text PRIMARY KEY
);
COMMENT ON TABLE stats_emptied IS 'Tables whose statistics were reset and not recalculated since: rows that results touch are counted from their facts, because there is nothing to add to.';
