-- Notes that a table was reset.
-- $1 table text
INSERT INTO stats_emptied (table_name) VALUES ($1) ON CONFLICT DO NOTHING;
