-- Horses, people, parents and courses that runners and races name, or that the group entities knows, and that have no row of their own.
-- $1 first date or null   $2 last date or null
WITH named AS (
  SELECT 'ra_mst_courses' AS master, course_id AS id, date FROM ra_races
  UNION ALL
  SELECT master, id, date
  FROM (SELECT horse_id, jockey_id, trainer_id, owner_id, sire_id, dam_id, damsire_id, date FROM ra_runners LEFT JOIN ra_races USING (race_id)
    UNION ALL SELECT horse_id, jockey_id, trainer_id, owner_id, sire_id, dam_id, damsire_id, race_date FROM ra_race_results) u
  CROSS JOIN LATERAL (VALUES ('ra_mst_horses', horse_id), ('ra_mst_jockeys', jockey_id), ('ra_mst_trainers', trainer_id), ('ra_mst_owners', owner_id),
    ('ra_mst_sires', sire_id), ('ra_mst_dams', dam_id), ('ra_mst_damsires', damsire_id)) AS n(master, id)
  UNION ALL
  SELECT 'ra_mst_' || entity_type || 's', entity_id, NULL FROM entity_state
  WHERE entity_type IN ('horse', 'jockey', 'trainer', 'owner', 'sire', 'dam', 'damsire', 'course') AND $1::date IS NULL AND $2::date IS NULL
), distinct_named AS (
  SELECT master, id, max(date) AS date, count(*) AS rows FROM named
  WHERE id IS NOT NULL AND (($1::date IS NULL AND $2::date IS NULL) OR date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity'))
  GROUP BY 1, 2
), known AS (
  SELECT 'ra_mst_courses' AS master, course_id AS id FROM ra_mst_courses
  UNION ALL SELECT 'ra_mst_horses', horse_id FROM ra_mst_horses
  UNION ALL SELECT 'ra_mst_jockeys', jockey_id FROM ra_mst_jockeys
  UNION ALL SELECT 'ra_mst_trainers', trainer_id FROM ra_mst_trainers
  UNION ALL SELECT 'ra_mst_owners', owner_id FROM ra_mst_owners
  UNION ALL SELECT 'ra_mst_sires', sire_id FROM ra_mst_sires
  UNION ALL SELECT 'ra_mst_dams', dam_id FROM ra_mst_dams
  UNION ALL SELECT 'ra_mst_damsires', damsire_id FROM ra_mst_damsires
)
SELECT id AS key, date, NULL::text AS course, 'named by ' || rows || ' rows but not in ' || master AS detail
FROM distinct_named LEFT JOIN known k USING (master, id) WHERE k.id IS NULL ORDER BY master, id;
