-- Runs of named units, messages obeyed once, and what a day's state means.

ALTER TABLE runs ADD COLUMN units text[];
COMMENT ON COLUMN runs.units IS 'Units asked for by name, fetched in this order whatever is covered, before what kinds and range ask for; null where none are named.';
COMMENT ON COLUMN runs.state IS 'requested, running, paused, cancelled, done, or failed (ended with units that failed or are not in the plan).';

CREATE TABLE control_messages (
  id text PRIMARY KEY,
  command text NOT NULL,
  obeyed_at timestamptz NOT NULL
);
COMMENT ON TABLE control_messages IS 'Ids of the control messages that were obeyed: each is obeyed once.';

ALTER TABLE fetch_units ADD COLUMN regions text[];
COMMENT ON COLUMN fetch_units.regions IS 'Regions of the newest fetch that was answered; null before they were kept.';
CREATE INDEX fetch_units_run ON fetch_units (run_id);

CREATE VIEW run_units AS
SELECT r.id AS of_run, u.* FROM runs r CROSS JOIN LATERAL unnest(r.units) AS named(unit) JOIN fetch_units u USING (unit)
WHERE u.fetched_at >= r.requested_at
UNION
SELECT r.id, u.* FROM runs r JOIN fetch_units u
  ON u.kind = ANY (r.kinds) AND (u.date BETWEEN r.start_date AND r.end_date OR u.kind IN ('courses', 'regions', 'bookmakers'))
WHERE u.fetched_at >= r.requested_at
UNION
SELECT r.id, u.* FROM runs r JOIN fetch_units u ON u.run_id = r.id AND u.kind = 'profiles'
WHERE u.fetched_at >= r.requested_at;
COMMENT ON VIEW run_units IS 'What has been fetched of what each run asked for, by whichever run it was fetched.';

CREATE VIEW fetched_days AS
WITH days AS (
  SELECT u.*, (date::timestamp AT TIME ZONE 'Europe/London') AS day_begins, ((date + 1)::timestamp AT TIME ZONE 'Europe/London') AS day_ends,
    ((date + 7)::timestamp AT TIME ZONE 'Europe/London') AS last_reading
  FROM fetch_units u WHERE date IS NOT NULL
), judged AS (
  SELECT *, coalesce(CASE
      WHEN outcome = 'empty' AND succeeded_at >= day_ends THEN true
      WHEN kind = 'racecards' THEN succeeded_at >= day_begins AND outcome <> 'empty'
      WHEN kind = 'results' THEN succeeded_at >= day_ends + interval '48 hours'
    END, false) AS covered
  FROM days
), stood AS (
  SELECT *, covered AND (kind <> 'results' OR outcome = 'empty' OR succeeded_at >= last_reading
      OR coalesce(changed_at, '-infinity') < day_ends + interval '48 hours') AS settled
  FROM judged
)
SELECT unit, kind, date, outcome, fetched_at, succeeded_at, changed_at, items, regions, day_begins, day_ends, covered, settled,
  CASE WHEN kind <> 'results' OR settled THEN NULL
    WHEN succeeded_at IS NULL OR succeeded_at < day_ends THEN day_ends
    WHEN succeeded_at < day_ends + interval '48 hours' THEN day_ends + interval '48 hours'
    ELSE last_reading END AS next_reading
FROM stood;
COMMENT ON VIEW fetched_days IS 'Days that were fetched: whether they are covered (a result two days after its day, a card on the day, an empty day once it is over) and settled.';
COMMENT ON COLUMN fetched_days.settled IS 'Read after seven days, or two days after the day without anything new; until then results are provisional.';
COMMENT ON COLUMN fetched_days.next_reading IS 'When results that are not settled are read again: at +1, +3 and +7 days, London midnight.';
