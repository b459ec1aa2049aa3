-- The 18 tables that users read (docs/domain.md, section 2). No foreign keys: order of arrival is free.

CREATE TABLE ra_races (
  race_id text NOT NULL,
  course_id text,
  course_name text,
  region text NOT NULL,
  date date NOT NULL,
  off_time time,
  off_dt timestamptz NOT NULL,
  race_name text,
  race_number int,
  meet_id text,
  type text,
  surface text,
  race_class text,
  pattern text,
  age_band text,
  rating_band text,
  sex_restriction text,
  distance text,
  distance_round text,
  distance_f numeric,
  distance_yards int,
  distance_m int,
  going text,
  going_detailed text,
  stalls text,
  rail_movements text,
  weather text,
  jumps text,
  prize numeric,
  prize_currency text,
  field_size int,
  is_big_race boolean NOT NULL DEFAULT false,
  is_abandoned boolean NOT NULL DEFAULT false,
  has_result boolean NOT NULL DEFAULT false,
  winning_time_seconds numeric,
  winning_time_detail text,
  comments text,
  non_runners text,
  tote_win text,
  tote_pl text,
  tote_ex text,
  tote_csf text,
  tote_tricast text,
  tote_trifecta text,
  tip text,
  verdict text,
  betting_forecast text,
  race_status text,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (race_id) STORED,
  winning_time text GENERATED ALWAYS AS (winning_time_detail) STORED,
  PRIMARY KEY (race_id)
);
COMMENT ON TABLE ra_races IS 'One row per race, from its newest racecard and its newest result.';
COMMENT ON COLUMN ra_races.race_id IS 'Id of the race.';
COMMENT ON COLUMN ra_races.course_id IS 'Id of the course.';
COMMENT ON COLUMN ra_races.course_name IS 'Name of the course.';
COMMENT ON COLUMN ra_races.region IS 'Region of the race: GB or IRE.';
COMMENT ON COLUMN ra_races.date IS 'Date of the race, London.';
COMMENT ON COLUMN ra_races.off_time IS 'Off time in London, 24 hours; null where no source has one.';
COMMENT ON COLUMN ra_races.off_dt IS 'Off time as an instant; noon in London where no source has one.';
COMMENT ON COLUMN ra_races.race_name IS 'Name of the race.';
COMMENT ON COLUMN ra_races.race_number IS 'Rank by off time among the races of its course and date.';
COMMENT ON COLUMN ra_races.meet_id IS 'Course id and date: the meeting.';
COMMENT ON COLUMN ra_races.type IS 'Flat, Chase, Hurdle or NH Flat.';
COMMENT ON COLUMN ra_races.surface IS 'Turf or AW.';
COMMENT ON COLUMN ra_races.race_class IS 'Class, such as Class 4; null for Irish races.';
COMMENT ON COLUMN ra_races.pattern IS 'Group, Grade or Listed.';
COMMENT ON COLUMN ra_races.age_band IS 'Ages admitted.';
COMMENT ON COLUMN ra_races.rating_band IS 'Ratings admitted.';
COMMENT ON COLUMN ra_races.sex_restriction IS 'Sexes admitted.';
COMMENT ON COLUMN ra_races.distance IS 'Distance as printed, exact.';
COMMENT ON COLUMN ra_races.distance_round IS 'Distance rounded as printed.';
COMMENT ON COLUMN ra_races.distance_f IS 'Distance in furlongs, as sent.';
COMMENT ON COLUMN ra_races.distance_yards IS 'Distance in yards.';
COMMENT ON COLUMN ra_races.distance_m IS 'Distance in whole metres.';
COMMENT ON COLUMN ra_races.going IS 'Going as sent.';
COMMENT ON COLUMN ra_races.going_detailed IS 'Going in detail.';
COMMENT ON COLUMN ra_races.stalls IS 'Position of the stalls.';
COMMENT ON COLUMN ra_races.rail_movements IS 'Movements of the rail.';
COMMENT ON COLUMN ra_races.weather IS 'Weather.';
COMMENT ON COLUMN ra_races.jumps IS 'Obstacles.';
COMMENT ON COLUMN ra_races.prize IS 'Prize of the race as the card tells.';
COMMENT ON COLUMN ra_races.prize_currency IS 'Currency of the prize: GBP or EUR.';
COMMENT ON COLUMN ra_races.field_size IS 'Declared runners until there is a result, then the number of runs.';
COMMENT ON COLUMN ra_races.is_big_race IS 'Marked as a big race.';
COMMENT ON COLUMN ra_races.is_abandoned IS 'Abandoned: its results, if any, are no runs.';
COMMENT ON COLUMN ra_races.has_result IS 'A result is known.';
COMMENT ON COLUMN ra_races.winning_time_seconds IS 'Winning time in seconds.';
COMMENT ON COLUMN ra_races.winning_time_detail IS 'Winning time as sent.';
COMMENT ON COLUMN ra_races.comments IS 'Comments on the result.';
COMMENT ON COLUMN ra_races.non_runners IS 'Non-runners as the result tells them.';
COMMENT ON COLUMN ra_races.tote_win IS 'Tote win dividend.';
COMMENT ON COLUMN ra_races.tote_pl IS 'Tote place dividends.';
COMMENT ON COLUMN ra_races.tote_ex IS 'Tote exacta.';
COMMENT ON COLUMN ra_races.tote_csf IS 'Computer straight forecast.';
COMMENT ON COLUMN ra_races.tote_tricast IS 'Tricast.';
COMMENT ON COLUMN ra_races.tote_trifecta IS 'Trifecta.';
COMMENT ON COLUMN ra_races.tip IS 'Tip.';
COMMENT ON COLUMN ra_races.verdict IS 'Verdict.';
COMMENT ON COLUMN ra_races.betting_forecast IS 'Betting forecast.';
COMMENT ON COLUMN ra_races.race_status IS 'Status as the card tells.';
COMMENT ON COLUMN ra_races.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_races.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_races.id IS 'The same as race_id.';
COMMENT ON COLUMN ra_races.winning_time IS 'The same as winning_time_detail.';

CREATE TABLE ra_runners (
  race_id text NOT NULL,
  horse_id text NOT NULL,
  horse_name text,
  number text,
  draw int,
  age int,
  sex text,
  sex_code text,
  colour text,
  dob date,
  region text,
  weight_lbs int,
  weight_st_lbs text,
  headgear text,
  headgear_run text,
  wind_surgery text,
  wind_surgery_run text,
  jockey_id text,
  jockey_name text,
  jockey_claim_lbs int,
  trainer_id text,
  trainer_name text,
  trainer_location text,
  owner_id text,
  owner_name text,
  sire_id text,
  dam_id text,
  damsire_id text,
  form text,
  last_run text,
  ofr int,
  rpr int,
  ts int,
  comment text,
  spotlight text,
  trainer_rtf text,
  trainer_14_days jsonb,
  past_results_flags jsonb,
  odds jsonb,
  quotes jsonb,
  medical jsonb,
  stable_tour jsonb,
  prev_trainers jsonb,
  prev_owners jsonb,
  silk_url text,
  is_non_runner boolean NOT NULL DEFAULT false,
  position int,
  position_code text,
  distance_beaten text,
  overall_beaten_distance numeric,
  finishing_time text,
  finishing_time_seconds numeric,
  prize_won numeric,
  starting_price text,
  starting_price_decimal numeric,
  bsp_decimal numeric,
  race_comment text,
  result_updated_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  runner_id text GENERATED ALWAYS AS (race_id || ':' || horse_id) STORED,
  is_scratched boolean GENERATED ALWAYS AS (is_non_runner) STORED,
  PRIMARY KEY (race_id, horse_id)
);
COMMENT ON TABLE ra_runners IS 'One row per runner of a race, declared or run.';
COMMENT ON COLUMN ra_runners.race_id IS 'Id of the race.';
COMMENT ON COLUMN ra_runners.horse_id IS 'Id of the horse.';
COMMENT ON COLUMN ra_runners.horse_name IS 'Name without the bred-in suffix.';
COMMENT ON COLUMN ra_runners.number IS 'Saddlecloth number as text; NR for a non-runner.';
COMMENT ON COLUMN ra_runners.draw IS 'Stall; null where none.';
COMMENT ON COLUMN ra_runners.age IS 'Age.';
COMMENT ON COLUMN ra_runners.sex IS 'Sex as a word.';
COMMENT ON COLUMN ra_runners.sex_code IS 'Sex as a letter: G M F C H R.';
COMMENT ON COLUMN ra_runners.colour IS 'Colour, lower case.';
COMMENT ON COLUMN ra_runners.dob IS 'Date of birth.';
COMMENT ON COLUMN ra_runners.region IS 'Where the horse was bred (not where the race is).';
COMMENT ON COLUMN ra_runners.weight_lbs IS 'Weight carried in pounds.';
COMMENT ON COLUMN ra_runners.weight_st_lbs IS 'Weight carried as stones-pounds.';
COMMENT ON COLUMN ra_runners.headgear IS 'Headgear.';
COMMENT ON COLUMN ra_runners.headgear_run IS 'Run in this headgear.';
COMMENT ON COLUMN ra_runners.wind_surgery IS 'Wind surgery.';
COMMENT ON COLUMN ra_runners.wind_surgery_run IS 'Run since wind surgery.';
COMMENT ON COLUMN ra_runners.jockey_id IS 'Id of the jockey.';
COMMENT ON COLUMN ra_runners.jockey_name IS 'Name of the jockey without the claim.';
COMMENT ON COLUMN ra_runners.jockey_claim_lbs IS 'Claim in pounds.';
COMMENT ON COLUMN ra_runners.trainer_id IS 'Id of the trainer.';
COMMENT ON COLUMN ra_runners.trainer_name IS 'Name of the trainer.';
COMMENT ON COLUMN ra_runners.trainer_location IS 'Where the trainer is.';
COMMENT ON COLUMN ra_runners.owner_id IS 'Id of the owner.';
COMMENT ON COLUMN ra_runners.owner_name IS 'Name of the owner.';
COMMENT ON COLUMN ra_runners.sire_id IS 'Id of the sire.';
COMMENT ON COLUMN ra_runners.dam_id IS 'Id of the dam.';
COMMENT ON COLUMN ra_runners.damsire_id IS 'Id of the damsire.';
COMMENT ON COLUMN ra_runners.form IS 'Form figures before the race.';
COMMENT ON COLUMN ra_runners.last_run IS 'Days since the last run, as sent.';
COMMENT ON COLUMN ra_runners.ofr IS 'Official rating before the race.';
COMMENT ON COLUMN ra_runners.rpr IS 'Racing Post rating before the race (never the one earned in it).';
COMMENT ON COLUMN ra_runners.ts IS 'Topspeed before the race (never the one earned in it).';
COMMENT ON COLUMN ra_runners.comment IS 'Comment before the race.';
COMMENT ON COLUMN ra_runners.spotlight IS 'Spotlight before the race.';
COMMENT ON COLUMN ra_runners.trainer_rtf IS 'Trainer runners to form, as sent.';
COMMENT ON COLUMN ra_runners.trainer_14_days IS 'The trainer in the last 14 days, as sent.';
COMMENT ON COLUMN ra_runners.past_results_flags IS 'Flags of past results, as sent.';
COMMENT ON COLUMN ra_runners.odds IS 'Prices by bookmaker, as sent.';
COMMENT ON COLUMN ra_runners.quotes IS 'Quotes, as sent.';
COMMENT ON COLUMN ra_runners.medical IS 'Medical history, as sent.';
COMMENT ON COLUMN ra_runners.stable_tour IS 'Stable tour, as sent.';
COMMENT ON COLUMN ra_runners.prev_trainers IS 'Former trainers, as sent.';
COMMENT ON COLUMN ra_runners.prev_owners IS 'Former owners, as sent.';
COMMENT ON COLUMN ra_runners.silk_url IS 'Address of the silks.';
COMMENT ON COLUMN ra_runners.is_non_runner IS 'True only on evidence that the horse does not run.';
COMMENT ON COLUMN ra_runners.position IS 'Finishing position; null for everyone who did not finish.';
COMMENT ON COLUMN ra_runners.position_code IS 'Position as sent, such as 1, PU or F.';
COMMENT ON COLUMN ra_runners.distance_beaten IS 'Distance to the horse in front, as sent.';
COMMENT ON COLUMN ra_runners.overall_beaten_distance IS 'Distance to the winner in lengths.';
COMMENT ON COLUMN ra_runners.finishing_time IS 'Finishing time as sent.';
COMMENT ON COLUMN ra_runners.finishing_time_seconds IS 'Finishing time in seconds.';
COMMENT ON COLUMN ra_runners.prize_won IS 'Prize won.';
COMMENT ON COLUMN ra_runners.starting_price IS 'Starting price as sent.';
COMMENT ON COLUMN ra_runners.starting_price_decimal IS 'Starting price as a decimal.';
COMMENT ON COLUMN ra_runners.bsp_decimal IS 'Betfair starting price.';
COMMENT ON COLUMN ra_runners.race_comment IS 'Comment after the race.';
COMMENT ON COLUMN ra_runners.result_updated_at IS 'Fetch time of the result that gave the columns after the race.';
COMMENT ON COLUMN ra_runners.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_runners.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_runners.runner_id IS 'race_id and horse_id.';
COMMENT ON COLUMN ra_runners.is_scratched IS 'The same as is_non_runner.';

CREATE TABLE ra_race_results (
  race_id text NOT NULL,
  race_date date NOT NULL,
  horse_id text NOT NULL,
  horse_name text,
  jockey_id text,
  jockey_name text,
  jockey_claim_lbs int,
  trainer_id text,
  trainer_name text,
  owner_id text,
  owner_name text,
  sire_id text,
  dam_id text,
  damsire_id text,
  number text,
  draw int,
  age int,
  sex text,
  weight_lbs int,
  weight_st_lbs text,
  headgear text,
  position int,
  position_code text,
  sp text,
  sp_decimal numeric,
  bsp_decimal numeric,
  is_favourite boolean NOT NULL DEFAULT false,
  btn numeric,
  ovr_btn numeric,
  time_seconds numeric,
  time_display text,
  official_rating int,
  rpr int,
  tsr int,
  prize_won numeric,
  prize_currency text,
  comment text,
  silk_url text,
  created_at timestamptz,
  updated_at timestamptz,
  position_str text GENERATED ALWAYS AS (position_code) STORED,
  margin numeric GENERATED ALWAYS AS (btn) STORED,
  PRIMARY KEY (race_id, horse_id)
);
COMMENT ON TABLE ra_race_results IS 'One row per runner of a result, all of it the newest result''s own.';
COMMENT ON COLUMN ra_race_results.race_id IS 'Id of the race.';
COMMENT ON COLUMN ra_race_results.race_date IS 'Date of the race.';
COMMENT ON COLUMN ra_race_results.horse_id IS 'Id of the horse.';
COMMENT ON COLUMN ra_race_results.horse_name IS 'Name without the bred-in suffix.';
COMMENT ON COLUMN ra_race_results.jockey_id IS 'Id of the jockey.';
COMMENT ON COLUMN ra_race_results.jockey_name IS 'Name of the jockey.';
COMMENT ON COLUMN ra_race_results.jockey_claim_lbs IS 'Claim in pounds.';
COMMENT ON COLUMN ra_race_results.trainer_id IS 'Id of the trainer.';
COMMENT ON COLUMN ra_race_results.trainer_name IS 'Name of the trainer.';
COMMENT ON COLUMN ra_race_results.owner_id IS 'Id of the owner.';
COMMENT ON COLUMN ra_race_results.owner_name IS 'Name of the owner.';
COMMENT ON COLUMN ra_race_results.sire_id IS 'Id of the sire.';
COMMENT ON COLUMN ra_race_results.dam_id IS 'Id of the dam.';
COMMENT ON COLUMN ra_race_results.damsire_id IS 'Id of the damsire.';
COMMENT ON COLUMN ra_race_results.number IS 'Saddlecloth number as text.';
COMMENT ON COLUMN ra_race_results.draw IS 'Stall.';
COMMENT ON COLUMN ra_race_results.age IS 'Age.';
COMMENT ON COLUMN ra_race_results.sex IS 'Sex as a letter.';
COMMENT ON COLUMN ra_race_results.weight_lbs IS 'Weight carried in pounds.';
COMMENT ON COLUMN ra_race_results.weight_st_lbs IS 'Weight carried as stones-pounds.';
COMMENT ON COLUMN ra_race_results.headgear IS 'Headgear.';
COMMENT ON COLUMN ra_race_results.position IS 'Finishing position; null for everyone who did not finish.';
COMMENT ON COLUMN ra_race_results.position_code IS 'Position as sent.';
COMMENT ON COLUMN ra_race_results.sp IS 'Starting price as sent.';
COMMENT ON COLUMN ra_race_results.sp_decimal IS 'Starting price as a decimal.';
COMMENT ON COLUMN ra_race_results.bsp_decimal IS 'Betfair starting price.';
COMMENT ON COLUMN ra_race_results.is_favourite IS 'Favourite, joint or co-favourite.';
COMMENT ON COLUMN ra_race_results.btn IS 'Distance to the horse in front, lengths.';
COMMENT ON COLUMN ra_race_results.ovr_btn IS 'Distance to the winner, lengths.';
COMMENT ON COLUMN ra_race_results.time_seconds IS 'Finishing time in seconds.';
COMMENT ON COLUMN ra_race_results.time_display IS 'Finishing time as sent.';
COMMENT ON COLUMN ra_race_results.official_rating IS 'Official rating.';
COMMENT ON COLUMN ra_race_results.rpr IS 'Racing Post rating earned in the race.';
COMMENT ON COLUMN ra_race_results.tsr IS 'Topspeed earned in the race.';
COMMENT ON COLUMN ra_race_results.prize_won IS 'Prize won.';
COMMENT ON COLUMN ra_race_results.prize_currency IS 'Currency of the prize.';
COMMENT ON COLUMN ra_race_results.comment IS 'Comment in running.';
COMMENT ON COLUMN ra_race_results.silk_url IS 'Address of the silks.';
COMMENT ON COLUMN ra_race_results.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_race_results.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_race_results.position_str IS 'The same as position_code.';
COMMENT ON COLUMN ra_race_results.margin IS 'The same as btn.';

CREATE TABLE ra_horse_pedigree (
  horse_id text NOT NULL,
  sire_id text,
  sire text,
  dam_id text,
  dam text,
  damsire_id text,
  damsire text,
  breeder text,
  region text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (horse_id)
);
COMMENT ON TABLE ra_horse_pedigree IS 'Parents and breeder of every horse of which any is known.';
COMMENT ON COLUMN ra_horse_pedigree.horse_id IS 'Id of the horse.';
COMMENT ON COLUMN ra_horse_pedigree.sire_id IS 'Id of the sire.';
COMMENT ON COLUMN ra_horse_pedigree.sire IS 'Name of the sire.';
COMMENT ON COLUMN ra_horse_pedigree.dam_id IS 'Id of the dam.';
COMMENT ON COLUMN ra_horse_pedigree.dam IS 'Name of the dam.';
COMMENT ON COLUMN ra_horse_pedigree.damsire_id IS 'Id of the damsire.';
COMMENT ON COLUMN ra_horse_pedigree.damsire IS 'Name of the damsire.';
COMMENT ON COLUMN ra_horse_pedigree.breeder IS 'Breeder.';
COMMENT ON COLUMN ra_horse_pedigree.region IS 'Where the horse was bred.';
COMMENT ON COLUMN ra_horse_pedigree.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_horse_pedigree.updated_at IS 'Latest fetch time of any event that mentions the row.';

CREATE TABLE ra_mst_horses (
  horse_id text NOT NULL,
  name text,
  dob date,
  sex text,
  sex_code text,
  colour text,
  colour_code text,
  region text,
  breeder text,
  sire_id text,
  dam_id text,
  damsire_id text,
  enriched_at timestamptz,
  first_seen date,
  last_seen date,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (horse_id) STORED,
  PRIMARY KEY (horse_id)
);
COMMENT ON TABLE ra_mst_horses IS 'Every horse seen on a card or in a result.';
COMMENT ON COLUMN ra_mst_horses.horse_id IS 'Id of the horse.';
COMMENT ON COLUMN ra_mst_horses.name IS 'Name without suffix.';
COMMENT ON COLUMN ra_mst_horses.dob IS 'Date of birth.';
COMMENT ON COLUMN ra_mst_horses.sex IS 'Sex as a word.';
COMMENT ON COLUMN ra_mst_horses.sex_code IS 'Sex as a letter.';
COMMENT ON COLUMN ra_mst_horses.colour IS 'Colour, lower case.';
COMMENT ON COLUMN ra_mst_horses.colour_code IS 'Colour code.';
COMMENT ON COLUMN ra_mst_horses.region IS 'Where it was bred.';
COMMENT ON COLUMN ra_mst_horses.breeder IS 'Breeder.';
COMMENT ON COLUMN ra_mst_horses.sire_id IS 'Id of the sire.';
COMMENT ON COLUMN ra_mst_horses.dam_id IS 'Id of the dam.';
COMMENT ON COLUMN ra_mst_horses.damsire_id IS 'Id of the damsire.';
COMMENT ON COLUMN ra_mst_horses.enriched_at IS 'Fetch time of its newest profile.';
COMMENT ON COLUMN ra_mst_horses.first_seen IS 'Earliest date of a race that names it.';
COMMENT ON COLUMN ra_mst_horses.last_seen IS 'Latest date of a race that names it.';
COMMENT ON COLUMN ra_mst_horses.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_horses.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_horses.id IS 'The same as horse_id.';

CREATE TABLE ra_mst_jockeys (
  jockey_id text NOT NULL,
  name text,
  total_rides int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places int NOT NULL DEFAULT 0,
  total_seconds int NOT NULL DEFAULT 0,
  total_thirds int NOT NULL DEFAULT 0,
  win_rate numeric,
  place_rate numeric,
  recent_14d_rides int NOT NULL DEFAULT 0,
  recent_14d_wins int NOT NULL DEFAULT 0,
  recent_14d_win_rate numeric,
  recent_30d_rides int NOT NULL DEFAULT 0,
  recent_30d_wins int NOT NULL DEFAULT 0,
  recent_30d_win_rate numeric,
  last_ride_date date,
  last_win_date date,
  days_since_last_ride int,
  days_since_last_win int,
  stats_updated_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (jockey_id) STORED,
  PRIMARY KEY (jockey_id)
);
COMMENT ON TABLE ra_mst_jockeys IS 'Every jockey, with statistics.';
COMMENT ON COLUMN ra_mst_jockeys.jockey_id IS 'Id of the jockey.';
COMMENT ON COLUMN ra_mst_jockeys.name IS 'Name of the jockey.';
COMMENT ON COLUMN ra_mst_jockeys.total_rides IS 'Runs.';
COMMENT ON COLUMN ra_mst_jockeys.total_wins IS 'Wins.';
COMMENT ON COLUMN ra_mst_jockeys.total_places IS 'Runs in the first three.';
COMMENT ON COLUMN ra_mst_jockeys.total_seconds IS 'Second places.';
COMMENT ON COLUMN ra_mst_jockeys.total_thirds IS 'Third places.';
COMMENT ON COLUMN ra_mst_jockeys.win_rate IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_jockeys.place_rate IS '100 × first three / runs.';
COMMENT ON COLUMN ra_mst_jockeys.recent_14d_rides IS 'Runs in the last 14 days.';
COMMENT ON COLUMN ra_mst_jockeys.recent_14d_wins IS 'Wins in the last 14 days.';
COMMENT ON COLUMN ra_mst_jockeys.recent_14d_win_rate IS '100 × wins / runs of the last 14 days.';
COMMENT ON COLUMN ra_mst_jockeys.recent_30d_rides IS 'Runs in the last 30 days.';
COMMENT ON COLUMN ra_mst_jockeys.recent_30d_wins IS 'Wins in the last 30 days.';
COMMENT ON COLUMN ra_mst_jockeys.recent_30d_win_rate IS '100 × wins / runs of the last 30 days.';
COMMENT ON COLUMN ra_mst_jockeys.last_ride_date IS 'Date of the last run.';
COMMENT ON COLUMN ra_mst_jockeys.last_win_date IS 'Date of the last win.';
COMMENT ON COLUMN ra_mst_jockeys.days_since_last_ride IS 'Days since the last run.';
COMMENT ON COLUMN ra_mst_jockeys.days_since_last_win IS 'Days since the last win.';
COMMENT ON COLUMN ra_mst_jockeys.stats_updated_at IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_jockeys.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_jockeys.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_jockeys.id IS 'The same as jockey_id.';

CREATE TABLE ra_mst_trainers (
  trainer_id text NOT NULL,
  name text,
  location text,
  total_runners int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places int NOT NULL DEFAULT 0,
  total_seconds int NOT NULL DEFAULT 0,
  total_thirds int NOT NULL DEFAULT 0,
  win_rate numeric,
  place_rate numeric,
  recent_14d_runs int NOT NULL DEFAULT 0,
  recent_14d_wins int NOT NULL DEFAULT 0,
  recent_14d_win_rate numeric,
  recent_30d_runs int NOT NULL DEFAULT 0,
  recent_30d_wins int NOT NULL DEFAULT 0,
  recent_30d_win_rate numeric,
  last_runner_date date,
  last_win_date date,
  days_since_last_runner int,
  days_since_last_win int,
  stats_updated_at timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (trainer_id) STORED,
  PRIMARY KEY (trainer_id)
);
COMMENT ON TABLE ra_mst_trainers IS 'Every trainer, with statistics.';
COMMENT ON COLUMN ra_mst_trainers.trainer_id IS 'Id of the trainer.';
COMMENT ON COLUMN ra_mst_trainers.name IS 'Name of the trainer.';
COMMENT ON COLUMN ra_mst_trainers.location IS 'Where the trainer is, as racecards tell; never nulled.';
COMMENT ON COLUMN ra_mst_trainers.total_runners IS 'Runs.';
COMMENT ON COLUMN ra_mst_trainers.total_wins IS 'Wins.';
COMMENT ON COLUMN ra_mst_trainers.total_places IS 'Runs in the first three.';
COMMENT ON COLUMN ra_mst_trainers.total_seconds IS 'Second places.';
COMMENT ON COLUMN ra_mst_trainers.total_thirds IS 'Third places.';
COMMENT ON COLUMN ra_mst_trainers.win_rate IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_trainers.place_rate IS '100 × first three / runs.';
COMMENT ON COLUMN ra_mst_trainers.recent_14d_runs IS 'Runs in the last 14 days.';
COMMENT ON COLUMN ra_mst_trainers.recent_14d_wins IS 'Wins in the last 14 days.';
COMMENT ON COLUMN ra_mst_trainers.recent_14d_win_rate IS '100 × wins / runs of the last 14 days.';
COMMENT ON COLUMN ra_mst_trainers.recent_30d_runs IS 'Runs in the last 30 days.';
COMMENT ON COLUMN ra_mst_trainers.recent_30d_wins IS 'Wins in the last 30 days.';
COMMENT ON COLUMN ra_mst_trainers.recent_30d_win_rate IS '100 × wins / runs of the last 30 days.';
COMMENT ON COLUMN ra_mst_trainers.last_runner_date IS 'Date of the last run.';
COMMENT ON COLUMN ra_mst_trainers.last_win_date IS 'Date of the last win.';
COMMENT ON COLUMN ra_mst_trainers.days_since_last_runner IS 'Days since the last run.';
COMMENT ON COLUMN ra_mst_trainers.days_since_last_win IS 'Days since the last win.';
COMMENT ON COLUMN ra_mst_trainers.stats_updated_at IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_trainers.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_trainers.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_trainers.id IS 'The same as trainer_id.';

CREATE TABLE ra_mst_owners (
  owner_id text NOT NULL,
  name text,
  total_runners int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places int NOT NULL DEFAULT 0,
  total_seconds int NOT NULL DEFAULT 0,
  total_thirds int NOT NULL DEFAULT 0,
  win_rate numeric,
  place_rate numeric,
  recent_14d_runs int NOT NULL DEFAULT 0,
  recent_14d_wins int NOT NULL DEFAULT 0,
  recent_14d_win_rate numeric,
  recent_30d_runs int NOT NULL DEFAULT 0,
  recent_30d_wins int NOT NULL DEFAULT 0,
  recent_30d_win_rate numeric,
  last_runner_date date,
  last_win_date date,
  days_since_last_runner int,
  days_since_last_win int,
  stats_updated_at timestamptz,
  total_horses int NOT NULL DEFAULT 0,
  active_last_30d boolean NOT NULL DEFAULT false,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (owner_id) STORED,
  PRIMARY KEY (owner_id)
);
COMMENT ON TABLE ra_mst_owners IS 'Every owner, with statistics.';
COMMENT ON COLUMN ra_mst_owners.owner_id IS 'Id of the owner.';
COMMENT ON COLUMN ra_mst_owners.name IS 'Name of the owner.';
COMMENT ON COLUMN ra_mst_owners.total_runners IS 'Runs.';
COMMENT ON COLUMN ra_mst_owners.total_wins IS 'Wins.';
COMMENT ON COLUMN ra_mst_owners.total_places IS 'Runs in the first three.';
COMMENT ON COLUMN ra_mst_owners.total_seconds IS 'Second places.';
COMMENT ON COLUMN ra_mst_owners.total_thirds IS 'Third places.';
COMMENT ON COLUMN ra_mst_owners.win_rate IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_owners.place_rate IS '100 × first three / runs.';
COMMENT ON COLUMN ra_mst_owners.recent_14d_runs IS 'Runs in the last 14 days.';
COMMENT ON COLUMN ra_mst_owners.recent_14d_wins IS 'Wins in the last 14 days.';
COMMENT ON COLUMN ra_mst_owners.recent_14d_win_rate IS '100 × wins / runs of the last 14 days.';
COMMENT ON COLUMN ra_mst_owners.recent_30d_runs IS 'Runs in the last 30 days.';
COMMENT ON COLUMN ra_mst_owners.recent_30d_wins IS 'Wins in the last 30 days.';
COMMENT ON COLUMN ra_mst_owners.recent_30d_win_rate IS '100 × wins / runs of the last 30 days.';
COMMENT ON COLUMN ra_mst_owners.last_runner_date IS 'Date of the last run.';
COMMENT ON COLUMN ra_mst_owners.last_win_date IS 'Date of the last win.';
COMMENT ON COLUMN ra_mst_owners.days_since_last_runner IS 'Days since the last run.';
COMMENT ON COLUMN ra_mst_owners.days_since_last_win IS 'Days since the last win.';
COMMENT ON COLUMN ra_mst_owners.stats_updated_at IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_owners.total_horses IS 'Distinct horses over runs.';
COMMENT ON COLUMN ra_mst_owners.active_last_30d IS 'Had a run in the last 30 days.';
COMMENT ON COLUMN ra_mst_owners.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_owners.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_owners.id IS 'The same as owner_id.';

CREATE TABLE ra_mst_sires (
  sire_id text NOT NULL,
  name text,
  region text,
  horse_id text,
  total_runners int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places_2nd int NOT NULL DEFAULT 0,
  total_places_3rd int NOT NULL DEFAULT 0,
  overall_win_percent numeric,
  overall_ae_index numeric,
  best_class text,
  best_class_ae numeric,
  best_distance text,
  best_distance_ae numeric,
  class_1_name text,
  class_1_runners int,
  class_1_wins int,
  class_1_win_percent numeric,
  class_1_ae numeric,
  class_2_name text,
  class_2_runners int,
  class_2_wins int,
  class_2_win_percent numeric,
  class_2_ae numeric,
  class_3_name text,
  class_3_runners int,
  class_3_wins int,
  class_3_win_percent numeric,
  class_3_ae numeric,
  distance_1_name text,
  distance_1_runners int,
  distance_1_wins int,
  distance_1_win_percent numeric,
  distance_1_ae numeric,
  distance_2_name text,
  distance_2_runners int,
  distance_2_wins int,
  distance_2_win_percent numeric,
  distance_2_ae numeric,
  distance_3_name text,
  distance_3_runners int,
  distance_3_wins int,
  distance_3_win_percent numeric,
  distance_3_ae numeric,
  data_quality_score numeric,
  analysis_last_updated timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (sire_id) STORED,
  PRIMARY KEY (sire_id)
);
COMMENT ON TABLE ra_mst_sires IS 'Every sire, with statistics of its progeny.';
COMMENT ON COLUMN ra_mst_sires.sire_id IS 'Id of the sire.';
COMMENT ON COLUMN ra_mst_sires.name IS 'Name of the sire.';
COMMENT ON COLUMN ra_mst_sires.region IS 'Where it was bred.';
COMMENT ON COLUMN ra_mst_sires.horse_id IS 'Its own racing record: the horse it is.';
COMMENT ON COLUMN ra_mst_sires.total_runners IS 'Runs of the progeny.';
COMMENT ON COLUMN ra_mst_sires.total_wins IS 'Wins of the progeny.';
COMMENT ON COLUMN ra_mst_sires.total_places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_mst_sires.total_places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_mst_sires.overall_win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_sires.overall_ae_index IS 'Actual over expected wins.';
COMMENT ON COLUMN ra_mst_sires.best_class IS 'Best class, if it has a win.';
COMMENT ON COLUMN ra_mst_sires.best_class_ae IS 'A/E of the best class.';
COMMENT ON COLUMN ra_mst_sires.best_distance IS 'Best distance, if it has a win.';
COMMENT ON COLUMN ra_mst_sires.best_distance_ae IS 'A/E of the best distance.';
COMMENT ON COLUMN ra_mst_sires.class_1_name IS 'Name of class 1 by wins.';
COMMENT ON COLUMN ra_mst_sires.class_1_runners IS 'Runs in class 1.';
COMMENT ON COLUMN ra_mst_sires.class_1_wins IS 'Wins in class 1.';
COMMENT ON COLUMN ra_mst_sires.class_1_win_percent IS 'Win percent in class 1.';
COMMENT ON COLUMN ra_mst_sires.class_1_ae IS 'A/E in class 1.';
COMMENT ON COLUMN ra_mst_sires.class_2_name IS 'Name of class 2 by wins.';
COMMENT ON COLUMN ra_mst_sires.class_2_runners IS 'Runs in class 2.';
COMMENT ON COLUMN ra_mst_sires.class_2_wins IS 'Wins in class 2.';
COMMENT ON COLUMN ra_mst_sires.class_2_win_percent IS 'Win percent in class 2.';
COMMENT ON COLUMN ra_mst_sires.class_2_ae IS 'A/E in class 2.';
COMMENT ON COLUMN ra_mst_sires.class_3_name IS 'Name of class 3 by wins.';
COMMENT ON COLUMN ra_mst_sires.class_3_runners IS 'Runs in class 3.';
COMMENT ON COLUMN ra_mst_sires.class_3_wins IS 'Wins in class 3.';
COMMENT ON COLUMN ra_mst_sires.class_3_win_percent IS 'Win percent in class 3.';
COMMENT ON COLUMN ra_mst_sires.class_3_ae IS 'A/E in class 3.';
COMMENT ON COLUMN ra_mst_sires.distance_1_name IS 'Name of distance 1 by wins.';
COMMENT ON COLUMN ra_mst_sires.distance_1_runners IS 'Runs in distance 1.';
COMMENT ON COLUMN ra_mst_sires.distance_1_wins IS 'Wins in distance 1.';
COMMENT ON COLUMN ra_mst_sires.distance_1_win_percent IS 'Win percent in distance 1.';
COMMENT ON COLUMN ra_mst_sires.distance_1_ae IS 'A/E in distance 1.';
COMMENT ON COLUMN ra_mst_sires.distance_2_name IS 'Name of distance 2 by wins.';
COMMENT ON COLUMN ra_mst_sires.distance_2_runners IS 'Runs in distance 2.';
COMMENT ON COLUMN ra_mst_sires.distance_2_wins IS 'Wins in distance 2.';
COMMENT ON COLUMN ra_mst_sires.distance_2_win_percent IS 'Win percent in distance 2.';
COMMENT ON COLUMN ra_mst_sires.distance_2_ae IS 'A/E in distance 2.';
COMMENT ON COLUMN ra_mst_sires.distance_3_name IS 'Name of distance 3 by wins.';
COMMENT ON COLUMN ra_mst_sires.distance_3_runners IS 'Runs in distance 3.';
COMMENT ON COLUMN ra_mst_sires.distance_3_wins IS 'Wins in distance 3.';
COMMENT ON COLUMN ra_mst_sires.distance_3_win_percent IS 'Win percent in distance 3.';
COMMENT ON COLUMN ra_mst_sires.distance_3_ae IS 'A/E in distance 3.';
COMMENT ON COLUMN ra_mst_sires.data_quality_score IS '0 to 1: how much is known.';
COMMENT ON COLUMN ra_mst_sires.analysis_last_updated IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_sires.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_sires.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_sires.id IS 'The same as sire_id.';

CREATE TABLE ra_mst_dams (
  dam_id text NOT NULL,
  name text,
  region text,
  horse_id text,
  total_runners int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places_2nd int NOT NULL DEFAULT 0,
  total_places_3rd int NOT NULL DEFAULT 0,
  overall_win_percent numeric,
  overall_ae_index numeric,
  best_class text,
  best_class_ae numeric,
  best_distance text,
  best_distance_ae numeric,
  class_1_name text,
  class_1_runners int,
  class_1_wins int,
  class_1_win_percent numeric,
  class_1_ae numeric,
  class_2_name text,
  class_2_runners int,
  class_2_wins int,
  class_2_win_percent numeric,
  class_2_ae numeric,
  class_3_name text,
  class_3_runners int,
  class_3_wins int,
  class_3_win_percent numeric,
  class_3_ae numeric,
  distance_1_name text,
  distance_1_runners int,
  distance_1_wins int,
  distance_1_win_percent numeric,
  distance_1_ae numeric,
  distance_2_name text,
  distance_2_runners int,
  distance_2_wins int,
  distance_2_win_percent numeric,
  distance_2_ae numeric,
  distance_3_name text,
  distance_3_runners int,
  distance_3_wins int,
  distance_3_win_percent numeric,
  distance_3_ae numeric,
  data_quality_score numeric,
  analysis_last_updated timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (dam_id) STORED,
  PRIMARY KEY (dam_id)
);
COMMENT ON TABLE ra_mst_dams IS 'Every dam, with statistics of its progeny.';
COMMENT ON COLUMN ra_mst_dams.dam_id IS 'Id of the dam.';
COMMENT ON COLUMN ra_mst_dams.name IS 'Name of the dam.';
COMMENT ON COLUMN ra_mst_dams.region IS 'Where it was bred.';
COMMENT ON COLUMN ra_mst_dams.horse_id IS 'Its own racing record: the horse it is.';
COMMENT ON COLUMN ra_mst_dams.total_runners IS 'Runs of the progeny.';
COMMENT ON COLUMN ra_mst_dams.total_wins IS 'Wins of the progeny.';
COMMENT ON COLUMN ra_mst_dams.total_places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_mst_dams.total_places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_mst_dams.overall_win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_dams.overall_ae_index IS 'Actual over expected wins.';
COMMENT ON COLUMN ra_mst_dams.best_class IS 'Best class, if it has a win.';
COMMENT ON COLUMN ra_mst_dams.best_class_ae IS 'A/E of the best class.';
COMMENT ON COLUMN ra_mst_dams.best_distance IS 'Best distance, if it has a win.';
COMMENT ON COLUMN ra_mst_dams.best_distance_ae IS 'A/E of the best distance.';
COMMENT ON COLUMN ra_mst_dams.class_1_name IS 'Name of class 1 by wins.';
COMMENT ON COLUMN ra_mst_dams.class_1_runners IS 'Runs in class 1.';
COMMENT ON COLUMN ra_mst_dams.class_1_wins IS 'Wins in class 1.';
COMMENT ON COLUMN ra_mst_dams.class_1_win_percent IS 'Win percent in class 1.';
COMMENT ON COLUMN ra_mst_dams.class_1_ae IS 'A/E in class 1.';
COMMENT ON COLUMN ra_mst_dams.class_2_name IS 'Name of class 2 by wins.';
COMMENT ON COLUMN ra_mst_dams.class_2_runners IS 'Runs in class 2.';
COMMENT ON COLUMN ra_mst_dams.class_2_wins IS 'Wins in class 2.';
COMMENT ON COLUMN ra_mst_dams.class_2_win_percent IS 'Win percent in class 2.';
COMMENT ON COLUMN ra_mst_dams.class_2_ae IS 'A/E in class 2.';
COMMENT ON COLUMN ra_mst_dams.class_3_name IS 'Name of class 3 by wins.';
COMMENT ON COLUMN ra_mst_dams.class_3_runners IS 'Runs in class 3.';
COMMENT ON COLUMN ra_mst_dams.class_3_wins IS 'Wins in class 3.';
COMMENT ON COLUMN ra_mst_dams.class_3_win_percent IS 'Win percent in class 3.';
COMMENT ON COLUMN ra_mst_dams.class_3_ae IS 'A/E in class 3.';
COMMENT ON COLUMN ra_mst_dams.distance_1_name IS 'Name of distance 1 by wins.';
COMMENT ON COLUMN ra_mst_dams.distance_1_runners IS 'Runs in distance 1.';
COMMENT ON COLUMN ra_mst_dams.distance_1_wins IS 'Wins in distance 1.';
COMMENT ON COLUMN ra_mst_dams.distance_1_win_percent IS 'Win percent in distance 1.';
COMMENT ON COLUMN ra_mst_dams.distance_1_ae IS 'A/E in distance 1.';
COMMENT ON COLUMN ra_mst_dams.distance_2_name IS 'Name of distance 2 by wins.';
COMMENT ON COLUMN ra_mst_dams.distance_2_runners IS 'Runs in distance 2.';
COMMENT ON COLUMN ra_mst_dams.distance_2_wins IS 'Wins in distance 2.';
COMMENT ON COLUMN ra_mst_dams.distance_2_win_percent IS 'Win percent in distance 2.';
COMMENT ON COLUMN ra_mst_dams.distance_2_ae IS 'A/E in distance 2.';
COMMENT ON COLUMN ra_mst_dams.distance_3_name IS 'Name of distance 3 by wins.';
COMMENT ON COLUMN ra_mst_dams.distance_3_runners IS 'Runs in distance 3.';
COMMENT ON COLUMN ra_mst_dams.distance_3_wins IS 'Wins in distance 3.';
COMMENT ON COLUMN ra_mst_dams.distance_3_win_percent IS 'Win percent in distance 3.';
COMMENT ON COLUMN ra_mst_dams.distance_3_ae IS 'A/E in distance 3.';
COMMENT ON COLUMN ra_mst_dams.data_quality_score IS '0 to 1: how much is known.';
COMMENT ON COLUMN ra_mst_dams.analysis_last_updated IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_dams.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_dams.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_dams.id IS 'The same as dam_id.';

CREATE TABLE ra_mst_damsires (
  damsire_id text NOT NULL,
  name text,
  region text,
  horse_id text,
  total_runners int NOT NULL DEFAULT 0,
  total_wins int NOT NULL DEFAULT 0,
  total_places_2nd int NOT NULL DEFAULT 0,
  total_places_3rd int NOT NULL DEFAULT 0,
  overall_win_percent numeric,
  overall_ae_index numeric,
  best_class text,
  best_class_ae numeric,
  best_distance text,
  best_distance_ae numeric,
  class_1_name text,
  class_1_runners int,
  class_1_wins int,
  class_1_win_percent numeric,
  class_1_ae numeric,
  class_2_name text,
  class_2_runners int,
  class_2_wins int,
  class_2_win_percent numeric,
  class_2_ae numeric,
  class_3_name text,
  class_3_runners int,
  class_3_wins int,
  class_3_win_percent numeric,
  class_3_ae numeric,
  distance_1_name text,
  distance_1_runners int,
  distance_1_wins int,
  distance_1_win_percent numeric,
  distance_1_ae numeric,
  distance_2_name text,
  distance_2_runners int,
  distance_2_wins int,
  distance_2_win_percent numeric,
  distance_2_ae numeric,
  distance_3_name text,
  distance_3_runners int,
  distance_3_wins int,
  distance_3_win_percent numeric,
  distance_3_ae numeric,
  data_quality_score numeric,
  analysis_last_updated timestamptz,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (damsire_id) STORED,
  PRIMARY KEY (damsire_id)
);
COMMENT ON TABLE ra_mst_damsires IS 'Every damsire, with statistics of its progeny.';
COMMENT ON COLUMN ra_mst_damsires.damsire_id IS 'Id of the damsire.';
COMMENT ON COLUMN ra_mst_damsires.name IS 'Name of the damsire.';
COMMENT ON COLUMN ra_mst_damsires.region IS 'Where it was bred.';
COMMENT ON COLUMN ra_mst_damsires.horse_id IS 'Its own racing record: the horse it is.';
COMMENT ON COLUMN ra_mst_damsires.total_runners IS 'Runs of the progeny.';
COMMENT ON COLUMN ra_mst_damsires.total_wins IS 'Wins of the progeny.';
COMMENT ON COLUMN ra_mst_damsires.total_places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_mst_damsires.total_places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_mst_damsires.overall_win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_mst_damsires.overall_ae_index IS 'Actual over expected wins.';
COMMENT ON COLUMN ra_mst_damsires.best_class IS 'Best class, if it has a win.';
COMMENT ON COLUMN ra_mst_damsires.best_class_ae IS 'A/E of the best class.';
COMMENT ON COLUMN ra_mst_damsires.best_distance IS 'Best distance, if it has a win.';
COMMENT ON COLUMN ra_mst_damsires.best_distance_ae IS 'A/E of the best distance.';
COMMENT ON COLUMN ra_mst_damsires.class_1_name IS 'Name of class 1 by wins.';
COMMENT ON COLUMN ra_mst_damsires.class_1_runners IS 'Runs in class 1.';
COMMENT ON COLUMN ra_mst_damsires.class_1_wins IS 'Wins in class 1.';
COMMENT ON COLUMN ra_mst_damsires.class_1_win_percent IS 'Win percent in class 1.';
COMMENT ON COLUMN ra_mst_damsires.class_1_ae IS 'A/E in class 1.';
COMMENT ON COLUMN ra_mst_damsires.class_2_name IS 'Name of class 2 by wins.';
COMMENT ON COLUMN ra_mst_damsires.class_2_runners IS 'Runs in class 2.';
COMMENT ON COLUMN ra_mst_damsires.class_2_wins IS 'Wins in class 2.';
COMMENT ON COLUMN ra_mst_damsires.class_2_win_percent IS 'Win percent in class 2.';
COMMENT ON COLUMN ra_mst_damsires.class_2_ae IS 'A/E in class 2.';
COMMENT ON COLUMN ra_mst_damsires.class_3_name IS 'Name of class 3 by wins.';
COMMENT ON COLUMN ra_mst_damsires.class_3_runners IS 'Runs in class 3.';
COMMENT ON COLUMN ra_mst_damsires.class_3_wins IS 'Wins in class 3.';
COMMENT ON COLUMN ra_mst_damsires.class_3_win_percent IS 'Win percent in class 3.';
COMMENT ON COLUMN ra_mst_damsires.class_3_ae IS 'A/E in class 3.';
COMMENT ON COLUMN ra_mst_damsires.distance_1_name IS 'Name of distance 1 by wins.';
COMMENT ON COLUMN ra_mst_damsires.distance_1_runners IS 'Runs in distance 1.';
COMMENT ON COLUMN ra_mst_damsires.distance_1_wins IS 'Wins in distance 1.';
COMMENT ON COLUMN ra_mst_damsires.distance_1_win_percent IS 'Win percent in distance 1.';
COMMENT ON COLUMN ra_mst_damsires.distance_1_ae IS 'A/E in distance 1.';
COMMENT ON COLUMN ra_mst_damsires.distance_2_name IS 'Name of distance 2 by wins.';
COMMENT ON COLUMN ra_mst_damsires.distance_2_runners IS 'Runs in distance 2.';
COMMENT ON COLUMN ra_mst_damsires.distance_2_wins IS 'Wins in distance 2.';
COMMENT ON COLUMN ra_mst_damsires.distance_2_win_percent IS 'Win percent in distance 2.';
COMMENT ON COLUMN ra_mst_damsires.distance_2_ae IS 'A/E in distance 2.';
COMMENT ON COLUMN ra_mst_damsires.distance_3_name IS 'Name of distance 3 by wins.';
COMMENT ON COLUMN ra_mst_damsires.distance_3_runners IS 'Runs in distance 3.';
COMMENT ON COLUMN ra_mst_damsires.distance_3_wins IS 'Wins in distance 3.';
COMMENT ON COLUMN ra_mst_damsires.distance_3_win_percent IS 'Win percent in distance 3.';
COMMENT ON COLUMN ra_mst_damsires.distance_3_ae IS 'A/E in distance 3.';
COMMENT ON COLUMN ra_mst_damsires.data_quality_score IS '0 to 1: how much is known.';
COMMENT ON COLUMN ra_mst_damsires.analysis_last_updated IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_mst_damsires.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_damsires.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_damsires.id IS 'The same as damsire_id.';

CREATE TABLE ra_mst_courses (
  course_id text NOT NULL,
  name text,
  region_code text,
  region text,
  latitude numeric,
  longitude numeric,
  created_at timestamptz,
  updated_at timestamptz,
  id text GENERATED ALWAYS AS (course_id) STORED,
  PRIMARY KEY (course_id)
);
COMMENT ON TABLE ra_mst_courses IS 'Every course.';
COMMENT ON COLUMN ra_mst_courses.course_id IS 'Id of the course.';
COMMENT ON COLUMN ra_mst_courses.name IS 'Name of the course.';
COMMENT ON COLUMN ra_mst_courses.region_code IS 'Region code, upper case.';
COMMENT ON COLUMN ra_mst_courses.region IS 'Name of the region.';
COMMENT ON COLUMN ra_mst_courses.latitude IS 'Degrees north.';
COMMENT ON COLUMN ra_mst_courses.longitude IS 'Degrees east.';
COMMENT ON COLUMN ra_mst_courses.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_courses.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_courses.id IS 'The same as course_id.';

CREATE TABLE ra_mst_bookmakers (
  code text NOT NULL,
  name text,
  type text,
  is_active boolean NOT NULL DEFAULT true,
  created_at timestamptz,
  updated_at timestamptz,
  bookmaker_id text GENERATED ALWAYS AS (code) STORED,
  id text GENERATED ALWAYS AS (code) STORED,
  PRIMARY KEY (code)
);
COMMENT ON TABLE ra_mst_bookmakers IS 'Every bookmaker.';
COMMENT ON COLUMN ra_mst_bookmakers.code IS 'Letters and digits of the name, lower case.';
COMMENT ON COLUMN ra_mst_bookmakers.name IS 'Name.';
COMMENT ON COLUMN ra_mst_bookmakers.type IS 'online, exchange or spread.';
COMMENT ON COLUMN ra_mst_bookmakers.is_active IS 'In business.';
COMMENT ON COLUMN ra_mst_bookmakers.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_bookmakers.updated_at IS 'Latest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_bookmakers.bookmaker_id IS 'The same as code.';
COMMENT ON COLUMN ra_mst_bookmakers.id IS 'The same as code.';

CREATE TABLE ra_mst_regions (
  code text NOT NULL,
  name text,
  created_at timestamptz,
  updated_at timestamptz,
  PRIMARY KEY (code)
);
COMMENT ON TABLE ra_mst_regions IS 'Regions fetched for, and those of stored courses.';
COMMENT ON COLUMN ra_mst_regions.code IS 'Code, upper case.';
COMMENT ON COLUMN ra_mst_regions.name IS 'Name.';
COMMENT ON COLUMN ra_mst_regions.created_at IS 'Earliest fetch time of any event that mentions the row.';
COMMENT ON COLUMN ra_mst_regions.updated_at IS 'Latest fetch time of any event that mentions the row.';

CREATE TABLE ra_entity_combinations (
  entity1_type text NOT NULL,
  entity1_id text NOT NULL,
  entity2_type text NOT NULL,
  entity2_id text NOT NULL,
  total_runs int NOT NULL DEFAULT 0,
  wins int NOT NULL DEFAULT 0,
  places_2nd int NOT NULL DEFAULT 0,
  places_3rd int NOT NULL DEFAULT 0,
  win_percent numeric,
  place_percent numeric,
  ae_index numeric,
  profit_loss_1u numeric,
  calculated_at timestamptz,
  query_filters jsonb,
  PRIMARY KEY (entity1_type, entity1_id, entity2_type, entity2_id)
);
COMMENT ON TABLE ra_entity_combinations IS 'Statistics of pairs: jockey-trainer, jockey-horse, trainer-horse, owner-horse, jockey-owner, trainer-owner.';
COMMENT ON COLUMN ra_entity_combinations.entity1_type IS 'Kind of the first.';
COMMENT ON COLUMN ra_entity_combinations.entity1_id IS 'Id of the first.';
COMMENT ON COLUMN ra_entity_combinations.entity2_type IS 'Kind of the second.';
COMMENT ON COLUMN ra_entity_combinations.entity2_id IS 'Id of the second.';
COMMENT ON COLUMN ra_entity_combinations.total_runs IS 'Runs.';
COMMENT ON COLUMN ra_entity_combinations.wins IS 'Wins.';
COMMENT ON COLUMN ra_entity_combinations.places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_entity_combinations.places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_entity_combinations.win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_entity_combinations.place_percent IS '100 × first three / runs.';
COMMENT ON COLUMN ra_entity_combinations.ae_index IS 'Actual over expected wins; 1.00 is par.';
COMMENT ON COLUMN ra_entity_combinations.profit_loss_1u IS 'Profit to one unit at starting price.';
COMMENT ON COLUMN ra_entity_combinations.calculated_at IS 'Latest fetch time among the facts counted.';
COMMENT ON COLUMN ra_entity_combinations.query_filters IS 'Always null.';

CREATE TABLE ra_performance_by_distance (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  distance_yards int NOT NULL,
  distance_display text,
  total_runs int NOT NULL DEFAULT 0,
  wins int NOT NULL DEFAULT 0,
  places_2nd int NOT NULL DEFAULT 0,
  places_3rd int NOT NULL DEFAULT 0,
  win_percent numeric,
  place_percent numeric,
  ae_index numeric,
  profit_loss_1u numeric,
  best_time_seconds numeric,
  avg_time_seconds numeric,
  last_time_seconds numeric,
  going_breakdown jsonb,
  calculated_at timestamptz,
  PRIMARY KEY (entity_type, entity_id, distance_yards)
);
COMMENT ON TABLE ra_performance_by_distance IS 'Statistics by distance group for horses, people and parents.';
COMMENT ON COLUMN ra_performance_by_distance.entity_type IS 'Kind of entity.';
COMMENT ON COLUMN ra_performance_by_distance.entity_id IS 'Id of the entity.';
COMMENT ON COLUMN ra_performance_by_distance.distance_yards IS 'Distance group: the nearest half furlong in yards.';
COMMENT ON COLUMN ra_performance_by_distance.distance_display IS 'The group as printed, such as 5½f.';
COMMENT ON COLUMN ra_performance_by_distance.total_runs IS 'Runs.';
COMMENT ON COLUMN ra_performance_by_distance.wins IS 'Wins.';
COMMENT ON COLUMN ra_performance_by_distance.places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_performance_by_distance.places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_performance_by_distance.win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_performance_by_distance.place_percent IS '100 × first three / runs.';
COMMENT ON COLUMN ra_performance_by_distance.ae_index IS 'Actual over expected wins; 1.00 is par.';
COMMENT ON COLUMN ra_performance_by_distance.profit_loss_1u IS 'Profit to one unit at starting price.';
COMMENT ON COLUMN ra_performance_by_distance.best_time_seconds IS 'Best time.';
COMMENT ON COLUMN ra_performance_by_distance.avg_time_seconds IS 'Mean time of finishers with a time.';
COMMENT ON COLUMN ra_performance_by_distance.last_time_seconds IS 'Time in the latest race.';
COMMENT ON COLUMN ra_performance_by_distance.going_breakdown IS 'Runs by going.';
COMMENT ON COLUMN ra_performance_by_distance.calculated_at IS 'Latest fetch time among the facts counted.';

CREATE TABLE ra_performance_by_venue (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  venue_id text NOT NULL,
  total_runs int NOT NULL DEFAULT 0,
  wins int NOT NULL DEFAULT 0,
  places_2nd int NOT NULL DEFAULT 0,
  places_3rd int NOT NULL DEFAULT 0,
  win_percent numeric,
  place_percent numeric,
  ae_index numeric,
  profit_loss_1u numeric,
  calculated_at timestamptz,
  PRIMARY KEY (entity_type, entity_id, venue_id)
);
COMMENT ON TABLE ra_performance_by_venue IS 'Statistics by course for horses, people and parents.';
COMMENT ON COLUMN ra_performance_by_venue.entity_type IS 'Kind of entity.';
COMMENT ON COLUMN ra_performance_by_venue.entity_id IS 'Id of the entity.';
COMMENT ON COLUMN ra_performance_by_venue.venue_id IS 'Id of the course.';
COMMENT ON COLUMN ra_performance_by_venue.total_runs IS 'Runs.';
COMMENT ON COLUMN ra_performance_by_venue.wins IS 'Wins.';
COMMENT ON COLUMN ra_performance_by_venue.places_2nd IS 'Second places.';
COMMENT ON COLUMN ra_performance_by_venue.places_3rd IS 'Third places.';
COMMENT ON COLUMN ra_performance_by_venue.win_percent IS '100 × wins / runs.';
COMMENT ON COLUMN ra_performance_by_venue.place_percent IS '100 × first three / runs.';
COMMENT ON COLUMN ra_performance_by_venue.ae_index IS 'Actual over expected wins; 1.00 is par.';
COMMENT ON COLUMN ra_performance_by_venue.profit_loss_1u IS 'Profit to one unit at starting price.';
COMMENT ON COLUMN ra_performance_by_venue.calculated_at IS 'Latest fetch time among the facts counted.';

CREATE TABLE ra_runner_statistics (
  race_id text NOT NULL,
  horse_id text NOT NULL,
  career_prize numeric NOT NULL DEFAULT 0,
  career_win_percent numeric,
  career_place_percent numeric,
  course_runs int NOT NULL DEFAULT 0,
  course_wins int NOT NULL DEFAULT 0,
  course_2nds int NOT NULL DEFAULT 0,
  course_3rds int NOT NULL DEFAULT 0,
  course_distance_runs int NOT NULL DEFAULT 0,
  course_distance_wins int NOT NULL DEFAULT 0,
  course_distance_2nds int NOT NULL DEFAULT 0,
  course_distance_3rds int NOT NULL DEFAULT 0,
  distance_runs int NOT NULL DEFAULT 0,
  distance_wins int NOT NULL DEFAULT 0,
  distance_2nds int NOT NULL DEFAULT 0,
  distance_3rds int NOT NULL DEFAULT 0,
  firm_runs int NOT NULL DEFAULT 0,
  firm_wins int NOT NULL DEFAULT 0,
  firm_2nds int NOT NULL DEFAULT 0,
  firm_3rds int NOT NULL DEFAULT 0,
  good_runs int NOT NULL DEFAULT 0,
  good_wins int NOT NULL DEFAULT 0,
  good_2nds int NOT NULL DEFAULT 0,
  good_3rds int NOT NULL DEFAULT 0,
  soft_runs int NOT NULL DEFAULT 0,
  soft_wins int NOT NULL DEFAULT 0,
  soft_2nds int NOT NULL DEFAULT 0,
  soft_3rds int NOT NULL DEFAULT 0,
  heavy_runs int NOT NULL DEFAULT 0,
  heavy_wins int NOT NULL DEFAULT 0,
  heavy_2nds int NOT NULL DEFAULT 0,
  heavy_3rds int NOT NULL DEFAULT 0,
  aw_runs int NOT NULL DEFAULT 0,
  aw_wins int NOT NULL DEFAULT 0,
  aw_2nds int NOT NULL DEFAULT 0,
  aw_3rds int NOT NULL DEFAULT 0,
  jumps_runs int NOT NULL DEFAULT 0,
  jumps_wins int NOT NULL DEFAULT 0,
  jumps_2nds int NOT NULL DEFAULT 0,
  jumps_3rds int NOT NULL DEFAULT 0,
  jockey_runs int NOT NULL DEFAULT 0,
  jockey_wins int NOT NULL DEFAULT 0,
  jockey_2nds int NOT NULL DEFAULT 0,
  jockey_3rds int NOT NULL DEFAULT 0,
  last_10_runs int NOT NULL DEFAULT 0,
  last_10_wins int NOT NULL DEFAULT 0,
  last_10_2nds int NOT NULL DEFAULT 0,
  last_10_3rds int NOT NULL DEFAULT 0,
  last_12m_runs int NOT NULL DEFAULT 0,
  last_12m_wins int NOT NULL DEFAULT 0,
  last_12m_2nds int NOT NULL DEFAULT 0,
  last_12m_3rds int NOT NULL DEFAULT 0,
  last_raced date,
  last_won date,
  min_winning_distance_yards int,
  max_winning_distance_yards int,
  calculated_at timestamptz,
  PRIMARY KEY (race_id, horse_id)
);
COMMENT ON TABLE ra_runner_statistics IS 'What was known of a runner the moment before its race.';
COMMENT ON COLUMN ra_runner_statistics.race_id IS 'Id of the race.';
COMMENT ON COLUMN ra_runner_statistics.horse_id IS 'Id of the horse.';
COMMENT ON COLUMN ra_runner_statistics.career_prize IS 'Prizes won before the race.';
COMMENT ON COLUMN ra_runner_statistics.career_win_percent IS '100 × wins / runs before the race.';
COMMENT ON COLUMN ra_runner_statistics.career_place_percent IS '100 × first three / runs before the race.';
COMMENT ON COLUMN ra_runner_statistics.course_runs IS 'Earlier runs at the course.';
COMMENT ON COLUMN ra_runner_statistics.course_wins IS 'Earlier wins at the course.';
COMMENT ON COLUMN ra_runner_statistics.course_2nds IS 'Earlier second places at the course.';
COMMENT ON COLUMN ra_runner_statistics.course_3rds IS 'Earlier third places at the course.';
COMMENT ON COLUMN ra_runner_statistics.course_distance_runs IS 'Earlier runs at the course and distance.';
COMMENT ON COLUMN ra_runner_statistics.course_distance_wins IS 'Earlier wins at the course and distance.';
COMMENT ON COLUMN ra_runner_statistics.course_distance_2nds IS 'Earlier second places at the course and distance.';
COMMENT ON COLUMN ra_runner_statistics.course_distance_3rds IS 'Earlier third places at the course and distance.';
COMMENT ON COLUMN ra_runner_statistics.distance_runs IS 'Earlier runs at the distance.';
COMMENT ON COLUMN ra_runner_statistics.distance_wins IS 'Earlier wins at the distance.';
COMMENT ON COLUMN ra_runner_statistics.distance_2nds IS 'Earlier second places at the distance.';
COMMENT ON COLUMN ra_runner_statistics.distance_3rds IS 'Earlier third places at the distance.';
COMMENT ON COLUMN ra_runner_statistics.firm_runs IS 'Earlier runs on firm goings.';
COMMENT ON COLUMN ra_runner_statistics.firm_wins IS 'Earlier wins on firm goings.';
COMMENT ON COLUMN ra_runner_statistics.firm_2nds IS 'Earlier second places on firm goings.';
COMMENT ON COLUMN ra_runner_statistics.firm_3rds IS 'Earlier third places on firm goings.';
COMMENT ON COLUMN ra_runner_statistics.good_runs IS 'Earlier runs on good goings.';
COMMENT ON COLUMN ra_runner_statistics.good_wins IS 'Earlier wins on good goings.';
COMMENT ON COLUMN ra_runner_statistics.good_2nds IS 'Earlier second places on good goings.';
COMMENT ON COLUMN ra_runner_statistics.good_3rds IS 'Earlier third places on good goings.';
COMMENT ON COLUMN ra_runner_statistics.soft_runs IS 'Earlier runs on soft goings.';
COMMENT ON COLUMN ra_runner_statistics.soft_wins IS 'Earlier wins on soft goings.';
COMMENT ON COLUMN ra_runner_statistics.soft_2nds IS 'Earlier second places on soft goings.';
COMMENT ON COLUMN ra_runner_statistics.soft_3rds IS 'Earlier third places on soft goings.';
COMMENT ON COLUMN ra_runner_statistics.heavy_runs IS 'Earlier runs on heavy goings.';
COMMENT ON COLUMN ra_runner_statistics.heavy_wins IS 'Earlier wins on heavy goings.';
COMMENT ON COLUMN ra_runner_statistics.heavy_2nds IS 'Earlier second places on heavy goings.';
COMMENT ON COLUMN ra_runner_statistics.heavy_3rds IS 'Earlier third places on heavy goings.';
COMMENT ON COLUMN ra_runner_statistics.aw_runs IS 'Earlier runs on all-weather surfaces.';
COMMENT ON COLUMN ra_runner_statistics.aw_wins IS 'Earlier wins on all-weather surfaces.';
COMMENT ON COLUMN ra_runner_statistics.aw_2nds IS 'Earlier second places on all-weather surfaces.';
COMMENT ON COLUMN ra_runner_statistics.aw_3rds IS 'Earlier third places on all-weather surfaces.';
COMMENT ON COLUMN ra_runner_statistics.jumps_runs IS 'Earlier runs over jumps.';
COMMENT ON COLUMN ra_runner_statistics.jumps_wins IS 'Earlier wins over jumps.';
COMMENT ON COLUMN ra_runner_statistics.jumps_2nds IS 'Earlier second places over jumps.';
COMMENT ON COLUMN ra_runner_statistics.jumps_3rds IS 'Earlier third places over jumps.';
COMMENT ON COLUMN ra_runner_statistics.jockey_runs IS 'Earlier runs with this jockey.';
COMMENT ON COLUMN ra_runner_statistics.jockey_wins IS 'Earlier wins with this jockey.';
COMMENT ON COLUMN ra_runner_statistics.jockey_2nds IS 'Earlier second places with this jockey.';
COMMENT ON COLUMN ra_runner_statistics.jockey_3rds IS 'Earlier third places with this jockey.';
COMMENT ON COLUMN ra_runner_statistics.last_10_runs IS 'Earlier runs among the last ten.';
COMMENT ON COLUMN ra_runner_statistics.last_10_wins IS 'Earlier wins among the last ten.';
COMMENT ON COLUMN ra_runner_statistics.last_10_2nds IS 'Earlier second places among the last ten.';
COMMENT ON COLUMN ra_runner_statistics.last_10_3rds IS 'Earlier third places among the last ten.';
COMMENT ON COLUMN ra_runner_statistics.last_12m_runs IS 'Earlier runs in the last twelve months.';
COMMENT ON COLUMN ra_runner_statistics.last_12m_wins IS 'Earlier wins in the last twelve months.';
COMMENT ON COLUMN ra_runner_statistics.last_12m_2nds IS 'Earlier second places in the last twelve months.';
COMMENT ON COLUMN ra_runner_statistics.last_12m_3rds IS 'Earlier third places in the last twelve months.';
COMMENT ON COLUMN ra_runner_statistics.last_raced IS 'Date of its last race before.';
COMMENT ON COLUMN ra_runner_statistics.last_won IS 'Date of its last win before.';
COMMENT ON COLUMN ra_runner_statistics.min_winning_distance_yards IS 'Shortest distance won at.';
COMMENT ON COLUMN ra_runner_statistics.max_winning_distance_yards IS 'Longest distance won at.';
COMMENT ON COLUMN ra_runner_statistics.calculated_at IS 'Latest fetch time among the facts counted.';

CREATE INDEX ra_races_date ON ra_races (date, course_id);
CREATE INDEX ra_races_course ON ra_races (course_id, date);
CREATE INDEX ra_runners_horse ON ra_runners (horse_id);
CREATE INDEX ra_runners_jockey ON ra_runners (jockey_id);
CREATE INDEX ra_runners_trainer ON ra_runners (trainer_id);
CREATE INDEX ra_race_results_horse ON ra_race_results (horse_id);
CREATE INDEX ra_race_results_date ON ra_race_results (race_date);

CREATE VIEW ra_horses AS
SELECT h.*, (extract(year FROM coalesce(nullif(current_setting('darkhorses.as_of', true), '')::date, (now() AT TIME ZONE 'Europe/London')::date))
  - extract(year FROM h.dob))::int AS age
FROM ra_mst_horses h;
COMMENT ON VIEW ra_horses IS 'Horses with their age: the London year less the year of birth. The setting darkhorses.as_of stands for today.';
CREATE VIEW ra_mst_races AS SELECT * FROM ra_races;
CREATE VIEW ra_mst_runners AS SELECT * FROM ra_runners;
CREATE VIEW ra_mst_race_results AS SELECT * FROM ra_race_results;
