-- What the targets in shares are measured by: parts and wholes.
SELECT * FROM (
  SELECT 'races with runners' AS target, count(*) FILTER (WHERE EXISTS (SELECT FROM ra_runners u WHERE u.race_id = r.race_id))::int AS part, count(*)::int AS whole FROM ra_races r
  UNION ALL SELECT 'horses with birth date', count(dob)::int, count(*)::int FROM ra_mst_horses
  UNION ALL SELECT 'horses with pedigree', count(p.horse_id)::int, count(*)::int FROM ra_mst_horses LEFT JOIN ra_horse_pedigree p USING (horse_id)
  UNION ALL SELECT 'trainers with location, of those with a runner since 2023-01-23', count(t.location)::int, count(*)::int
    FROM ra_mst_trainers t WHERE EXISTS (SELECT FROM ra_runners u JOIN ra_races r USING (race_id) WHERE u.trainer_id = t.trainer_id AND r.date >= '2023-01-23')
  UNION ALL SELECT 'sires that raced, linked', count(s.horse_id)::int, count(*)::int FROM ra_mst_sires s
    WHERE s.horse_id IS NOT NULL OR EXISTS (SELECT FROM ra_mst_horses h WHERE h.horse_id = 'hrs_' || substr(s.sire_id, 5))
  UNION ALL SELECT 'dams that raced, linked', count(d.horse_id)::int, count(*)::int FROM ra_mst_dams d
    WHERE d.horse_id IS NOT NULL OR EXISTS (SELECT FROM ra_mst_horses h WHERE h.horse_id = 'hrs_' || substr(d.dam_id, 5))
  UNION ALL SELECT 'sires analysed', count(analysis_last_updated)::int, count(*)::int FROM ra_mst_sires
  UNION ALL SELECT 'dams analysed', count(analysis_last_updated)::int, count(*)::int FROM ra_mst_dams
  UNION ALL SELECT 'damsires analysed', count(analysis_last_updated)::int, count(*)::int FROM ra_mst_damsires
  UNION ALL SELECT 'jockeys with statistics', count(stats_updated_at)::int, count(*)::int FROM ra_mst_jockeys
  UNION ALL SELECT 'trainers with statistics', count(stats_updated_at)::int, count(*)::int FROM ra_mst_trainers
  UNION ALL SELECT 'owners with statistics', count(stats_updated_at)::int, count(*)::int FROM ra_mst_owners
) shares;
