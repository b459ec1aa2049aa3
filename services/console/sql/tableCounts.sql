-- Rows of the tables people ask about first, exact; horses with a birth date are those enriched.
SELECT coalesce(sum(rows) FILTER (WHERE table_name = 'ra_races'), 0)::int AS races,
  coalesce(sum(rows) FILTER (WHERE table_name = 'ra_runners'), 0)::int AS runners,
  coalesce(sum(rows) FILTER (WHERE table_name = 'ra_race_results'), 0)::int AS results,
  coalesce(sum(rows) FILTER (WHERE table_name = 'ra_mst_horses'), 0)::int AS horses,
  coalesce(sum(rows) FILTER (WHERE table_name = 'ra_mst_horses'), 0)::int
    - (SELECT count(*) FROM ra_mst_horses WHERE dob IS NULL)::int AS horses_enriched,
  coalesce(sum(rows) FILTER (WHERE table_name = 'ra_horse_pedigree'), 0)::int AS pedigrees
FROM row_counts;
