-- Notes that tables were set from the facts.
-- $1 tables text[]
DELETE FROM stats_emptied WHERE table_name = ANY ($1::text[]);
