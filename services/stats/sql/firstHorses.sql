-- Horses that divide the runners, in the order of horses, into parts of so many rows.
-- $1 rows
SELECT DISTINCT horse_id FROM (SELECT horse_id, row_number() OVER (ORDER BY horse_id) AS number FROM stats_runners) AS numbered
WHERE number % $1::int = 0
ORDER BY horse_id;
