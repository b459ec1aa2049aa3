-- Takes the group's turn: facts and publications change one transaction at a time.
-- $1 as_of date, used when there is none yet
WITH first AS (
  INSERT INTO stats_clock (as_of) VALUES ($1) ON CONFLICT (only_row) DO UPDATE SET as_of = stats_clock.as_of
  RETURNING as_of, publication_pending
)
SELECT as_of, publication_pending FROM first;
