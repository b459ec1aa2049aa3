-- How many races there are of an id or a day.
-- $1 race id text or null   $2 date or null
SELECT count(*)::int AS races FROM stats_races WHERE race_id = $1 OR race_date = $2::date;
