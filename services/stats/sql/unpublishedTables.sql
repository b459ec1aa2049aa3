-- Tables that lag behind the facts.
SELECT table_name FROM stats_unpublished;
