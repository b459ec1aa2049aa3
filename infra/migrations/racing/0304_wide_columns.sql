-- Nobody looks rows up by what the API says at length, and no plan depends on it. ANALYZE, which autovacuum does again with every tenth
-- more rows, took a third of its time for these columns, and a sixth of all that Postgres did in a replay of a season.
DO $$
DECLARE
  wide text;
BEGIN
  FOREACH wide IN ARRAY ARRAY[
    'ra_races.off_time', 'ra_races.distance_round', 'ra_races.going_detailed', 'ra_races.rail_movements', 'ra_races.winning_time_detail',
    'ra_races.winning_time', 'ra_races.comments', 'ra_races.non_runners', 'ra_races.tote_win', 'ra_races.tote_pl', 'ra_races.tote_ex',
    'ra_races.tote_csf', 'ra_races.tote_tricast', 'ra_races.tote_trifecta', 'ra_races.tip', 'ra_races.verdict',
    'ra_races.betting_forecast',
    'ra_runners.weight_st_lbs', 'ra_runners.headgear_run', 'ra_runners.wind_surgery_run', 'ra_runners.form', 'ra_runners.last_run',
    'ra_runners.comment', 'ra_runners.spotlight', 'ra_runners.trainer_rtf', 'ra_runners.trainer_14_days',
    'ra_runners.past_results_flags', 'ra_runners.odds', 'ra_runners.quotes', 'ra_runners.medical', 'ra_runners.stable_tour',
    'ra_runners.prev_trainers', 'ra_runners.prev_owners', 'ra_runners.silk_url', 'ra_runners.distance_beaten',
    'ra_runners.finishing_time', 'ra_runners.starting_price', 'ra_runners.race_comment',
    'ra_race_results.weight_st_lbs', 'ra_race_results.time_display', 'ra_race_results.sp', 'ra_race_results.comment',
    'ra_race_results.silk_url', 'ra_race_results.position_str', 'ra_race_results.margin',
    'race_state.state', 'entity_state.state'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET STATISTICS 0', split_part(wide, '.', 1), split_part(wide, '.', 2));
  END LOOP;
END $$;
