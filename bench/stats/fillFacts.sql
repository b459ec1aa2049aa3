-- Facts of a history of any length, with about the spread of British and Irish racing: ten runs a race, 38 races a day, horses
-- that race for two and a half years, mostly for one trainer and owner, mostly ridden by a few jockeys.
-- Settings: bench.races, the number of races.
-- Same settings, same facts.
SELECT setseed(0.42);

CREATE TEMPORARY TABLE horses AS
SELECT n, 'hrs_' || n AS horse_id, 'trn_' || (2800 * power(random(), 2))::int AS trainer_id,
  (2800 * power(random(), 2))::int AS stable,
  'own_' || (48000 * share * power(random(), 1.5))::int AS owner_id,
  'sir_' || (2143 * power(random(), 2))::int AS sire_id,
  'dam_' || (48372 * share * random())::int AS dam_id,
  'dsi_' || (3041 * power(random(), 2))::int AS damsire_id,
  random() AS kind
FROM (SELECT current_setting('bench.races')::int AS races, least(1, current_setting('bench.races')::int / 150000.0) AS share) s,
  generate_series(1, races) AS n;
ALTER TABLE horses ADD PRIMARY KEY (n);
ANALYZE horses;

CREATE TEMPORARY TABLE races AS
SELECT n, 'rac_' || n AS race_id, date '2015-01-01' + n / 38 AS race_date,
  (date '2015-01-01' + n / 38 + time '12:00' + (n % 38) * interval '13 minutes') AT TIME ZONE 'UTC' AS off_dt,
  n % 8 AS sort, 'crs_' || ((n % 8) * 6 + (24 * power(random(), 2))::int) % 62 AS course_id,
  110 * (10 + 2 * (n % 8) + floor(5 * power(random(), 2))::int) AS distance_group,
  CASE WHEN random() < 0.7 THEN 'Class ' || (1 + floor(random() * 6))::int END AS race_class,
  (ARRAY['Good', 'Good To Firm', 'Soft', 'Good To Soft', 'Standard', 'Heavy', 'Yielding', 'Standard To Slow'])[1 + floor(random() * 8)::int] AS going,
  random() AS kind, random() AS whose
FROM generate_series(1, current_setting('bench.races')::int) AS n;
ANALYZE races;

INSERT INTO stats_races (race_id, race_date, off_dt, course_id, distance_group)
SELECT race_id, race_date, off_dt, course_id, distance_group FROM races ORDER BY n;

-- Races are of eight sorts, each with its distances, courses and horses.
-- A horse races while its number is near that of the race: 0.24 of ten years are two and a half. At both ends the numbers turn round.
CREATE TEMPORARY TABLE entries AS
SELECT DISTINCT ON (race, horse) race, least(greatest(CASE WHEN horse < 1 THEN 1 - horse WHEN horse > races THEN 2 * races + 1 - horse ELSE horse END, 1), races) AS horse,
  luck, rider, clock
FROM (
  SELECT r.n AS race, r.n + 8 * ((random() - 0.5) * 0.03 * s.races)::int AS horse, s.races, random() AS luck, random() AS rider, random() AS clock
  FROM races r, generate_series(1, 10), (SELECT current_setting('bench.races')::int AS races) s
) drawn
ORDER BY race, horse;
DELETE FROM entries a USING entries b WHERE a.race = b.race AND a.horse = b.horse AND a.ctid > b.ctid;

INSERT INTO stats_runs (race_id, horse_id, jockey_id, trainer_id, owner_id, sire_id, dam_id, damsire_id, race_date, off_dt, course_id,
  race_class, distance_yards, distance_group, going, going_group, all_weather, jumps, position, inverse_sp_e10, profit_e10, time_cs,
  finish_key, prize, fetched_at)
SELECT r.race_id, h.horse_id,
  'jky_' || CASE WHEN e.rider < 0.6 THEN (h.stable * 5 + floor(e.rider * 5)::int) % 3500 ELSE (3500 * power((e.rider - 0.6) * 2.5, 2))::int END,
  h.trainer_id, h.owner_id, h.sire_id, h.dam_id, h.damsire_id, r.race_date, r.off_dt, r.course_id, r.race_class,
  r.distance_group + r.n % 50, r.distance_group, r.going,
  CASE r.going WHEN 'Good To Firm' THEN 'firm' WHEN 'Good' THEN 'good' WHEN 'Good To Soft' THEN 'good' WHEN 'Soft' THEN 'soft'
    WHEN 'Yielding' THEN 'soft' WHEN 'Heavy' THEN 'heavy' END,
  r.going LIKE 'Standard%', r.kind < 0.4, p.position, s.inverse, CASE WHEN p.position = 1 THEN s.d * 10000000000 ELSE 0 END - 10000000000,
  p.time_cs,
  CASE WHEN p.time_cs IS NOT NULL THEN lpad(extract(epoch FROM r.off_dt)::bigint::text, 11, '0') || ' ' || r.race_id || ' '
    || lpad((999 - p.position)::text, 3, '0') || lpad((9999999 - p.time_cs)::text, 7, '0') END,
  CASE WHEN p.position <= 4 THEN round(8000.00 / p.position, 2) END,
  r.off_dt + interval '2 days'
FROM (SELECT *, row_number() OVER (PARTITION BY race ORDER BY luck)::int AS place FROM entries) e
JOIN races r ON r.n = e.race
JOIN horses h ON h.n = e.horse
CROSS JOIN LATERAL (SELECT 2 + floor(e.luck * 30)::bigint AS d, round(10000000000.0 / (2 + floor(e.luck * 30)::bigint))::bigint AS inverse) s
CROSS JOIN LATERAL (SELECT CASE WHEN e.clock < 0.93 THEN e.place END AS position,
  CASE WHEN e.clock < 0.93 THEN (r.distance_group * 6 + e.place * 20 + floor(e.clock * 300))::int END AS time_cs) p
ORDER BY e.race, h.horse_id;

INSERT INTO stats_runners (race_id, horse_id, jockey_id)
SELECT race_id, horse_id, jockey_id FROM stats_runs ORDER BY off_dt, race_id, horse_id;

INSERT INTO stats_entities (entity_type, entity_id, mentioned_at)
SELECT entity_type, entity_id, max(fetched_at) FROM stats_entity_runs GROUP BY entity_type, entity_id;

INSERT INTO stats_clock (as_of) SELECT max(race_date) FROM races ON CONFLICT (only_row) DO UPDATE SET as_of = EXCLUDED.as_of;
DROP TABLE horses, races, entries;
