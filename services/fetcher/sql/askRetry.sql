-- Asks for units again, by name; all failed units of a run where it is named as well. Finished runs they belong to go on.
-- $1 units text[]   $2 run id text or null   $3 asked at timestamptz
WITH asked AS (
  UPDATE fetch_units SET retry_asked_at = $3
  WHERE unit = ANY ($1::text[]) OR ($2::text IS NOT NULL AND run_id = $2 AND outcome IN ('failed', 'not_in_plan'))
  RETURNING run_id
)
UPDATE runs SET state = 'requested', finished_at = NULL WHERE state IN ('done', 'failed') AND id IN (SELECT run_id FROM asked);
