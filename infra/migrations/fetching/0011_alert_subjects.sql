-- What an alert was about: a state that goes on is told once a day, a run or a dead letter once, by name, whatever is rebuilt.

ALTER TABLE alerts DROP COLUMN suppressed, ADD COLUMN subject text NOT NULL DEFAULT '';
COMMENT ON COLUMN alerts.subject IS 'What it was about, such as the groups that stall; the same again within a day is not told unless something new has happened.';

CREATE TABLE alert_subjects (
  kind text NOT NULL,
  subject text NOT NULL,
  told_at timestamptz NOT NULL,
  PRIMARY KEY (kind, subject)
);
COMMENT ON TABLE alert_subjects IS 'Runs and dead letters that people have been told of: a rebuild that meets them again tells nobody.';

ALTER TABLE alert_watch RENAME COLUMN looked_at TO since;
COMMENT ON TABLE alert_watch IS 'Since when alerts are watched for: what was finished or set aside before is no news.';
