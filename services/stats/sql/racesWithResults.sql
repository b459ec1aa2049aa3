-- Races with runs, in an order that a seed decides.
-- $1 seed text   $2 how many int
SELECT race_id FROM stats_races r
WHERE EXISTS (SELECT FROM stats_runs h WHERE h.race_id = r.race_id)
ORDER BY md5($1::text || race_id), race_id
LIMIT $2;
