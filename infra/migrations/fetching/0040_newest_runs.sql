-- The newest runs are asked for again and again, and the schedule adds fifty a day.
CREATE INDEX runs_requested ON runs (requested_at DESC, id);
-- Without those of the schedule that ended well: `darkhorses runs` lists these.
CREATE INDEX runs_noticed ON runs (requested_at DESC, id)
  WHERE state <> 'done' OR id !~ '^(sync|results-today|reference|reference-refresh|reconcile|profiles)-\d{4}-\d\d-\d\dT\d\d:\d\dZ$';
