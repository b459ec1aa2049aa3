-- What the superseded results of some races said.
-- $1 race ids text[]
SELECT race_id, event_id, reading FROM stats_result_versions WHERE race_id = ANY ($1::text[]) AND reading IS NOT NULL;
