-- Features of every runner of some horses: as published, as defined, and as known when their race went off.
-- $1 horse ids text[]
SELECT 'published' AS source, f.race_id, f.horse_id, t.off_dt, to_jsonb(f)::text AS features
FROM stats_runners r JOIN ra_runner_statistics f USING (race_id, horse_id) JOIN stats_races t USING (race_id)
WHERE r.horse_id = ANY ($1::text[])
UNION ALL
SELECT 'defined', f.race_id, f.horse_id, t.off_dt, to_jsonb(f)::text
FROM stats_features f JOIN stats_races t ON t.race_id = f.race_id WHERE f.horse_id = ANY ($1::text[])
UNION ALL
SELECT 'known at the off', f.race_id, f.horse_id, t.off_dt, to_jsonb(f)::text
FROM (SELECT DISTINCT race_id FROM stats_runners WHERE horse_id = ANY ($1::text[])) own
JOIN stats_races t ON t.race_id = own.race_id
CROSS JOIN LATERAL features_known_at(t.race_id, t.off_dt) f
WHERE f.horse_id = ANY ($1::text[]);
