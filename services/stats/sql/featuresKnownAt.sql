-- Features of the runners of one race or day, as known at an instant.
-- $1 race id text or null   $2 date or null   $3 known at timestamptz, null for the off time of each race
SELECT t.off_dt, f.*
FROM stats_races t CROSS JOIN LATERAL features_known_at(t.race_id, coalesce($3::timestamptz, t.off_dt)) f
WHERE t.race_id = $1 OR t.race_date = $2::date
ORDER BY t.off_dt, f.race_id, f.horse_id;
