-- Views for the names of old are for reading: a simple view could be written through, and its rows would come back by
-- themselves with the next event. WITH forbids that, and the planner looks through it all the same.

CREATE OR REPLACE VIEW ra_horses AS
WITH h AS (SELECT * FROM ra_mst_horses)
SELECT h.*, (extract(year FROM coalesce(nullif(current_setting('darkhorses.as_of', true), '')::date, (now() AT TIME ZONE 'Europe/London')::date))
  - extract(year FROM h.dob))::int AS age
FROM h;
COMMENT ON COLUMN ra_horses.age IS 'Age: the London year less the year of birth; AS_OF stands for today where it is set.';
CREATE OR REPLACE VIEW ra_mst_races AS WITH r AS (SELECT * FROM ra_races) SELECT * FROM r;
CREATE OR REPLACE VIEW ra_mst_runners AS WITH r AS (SELECT * FROM ra_runners) SELECT * FROM r;
CREATE OR REPLACE VIEW ra_mst_race_results AS WITH r AS (SELECT * FROM ra_race_results) SELECT * FROM r;
COMMENT ON VIEW ra_mst_races IS 'The same as ra_races, to read.';
COMMENT ON VIEW ra_mst_runners IS 'The same as ra_runners, to read.';
COMMENT ON VIEW ra_mst_race_results IS 'The same as ra_race_results, to read.';

-- Every column but the key may be null, also for those who write rows by hand.
ALTER TABLE ra_runners ALTER COLUMN is_non_runner DROP NOT NULL;
