-- Pedigrees of horses that are not there.
-- $1 first date or null   $2 last date or null
SELECT horse_id AS key, NULL::date AS date, NULL::text AS course, 'in ra_horse_pedigree but not in ra_mst_horses' AS detail
FROM ra_horse_pedigree p WHERE $1::date IS NULL AND $2::date IS NULL AND NOT EXISTS (SELECT FROM ra_mst_horses h WHERE h.horse_id = p.horse_id)
ORDER BY 1;
