-- Notes that tables were set from the facts.
-- $1 tables text[]
WITH filled AS (
  DELETE FROM stats_emptied WHERE table_name = ANY ($1::text[])
)
DELETE FROM stats_unpublished WHERE table_name = ANY ($1::text[]);
