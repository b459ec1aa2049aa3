-- What the superseded events of some races said.
-- $1 race ids text[]
SELECT race_id, reading FROM stats_superseded WHERE race_id = ANY ($1::text[]);
