-- Notes that tables lag behind the facts.
-- $1 tables text[]
INSERT INTO stats_unpublished (table_name) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING;
