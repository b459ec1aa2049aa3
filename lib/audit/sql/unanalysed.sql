-- Jockeys, trainers, owners and parents whose statistics are not set.
-- $1 first date or null   $2 last date or null
SELECT id AS key, NULL::date AS date, NULL::text AS course, 'statistics not set in ' || master AS detail FROM (
  SELECT 'ra_mst_jockeys' AS master, jockey_id AS id FROM ra_mst_jockeys WHERE stats_updated_at IS NULL
  UNION ALL SELECT 'ra_mst_trainers', trainer_id FROM ra_mst_trainers WHERE stats_updated_at IS NULL
  UNION ALL SELECT 'ra_mst_owners', owner_id FROM ra_mst_owners WHERE stats_updated_at IS NULL
  UNION ALL SELECT 'ra_mst_sires', sire_id FROM ra_mst_sires WHERE analysis_last_updated IS NULL
  UNION ALL SELECT 'ra_mst_dams', dam_id FROM ra_mst_dams WHERE analysis_last_updated IS NULL
  UNION ALL SELECT 'ra_mst_damsires', damsire_id FROM ra_mst_damsires WHERE analysis_last_updated IS NULL
) missing WHERE $1::date IS NULL AND $2::date IS NULL ORDER BY master, id;
