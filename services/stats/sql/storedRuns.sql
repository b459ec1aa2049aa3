-- The facts of some races as they are stored, in the shape of RunFact.
-- $1 race ids text[]
SELECT race_id, horse_id, jockey_id, trainer_id, owner_id, sire_id, dam_id, damsire_id, race_date,
  (extract(epoch FROM off_dt) * 1000)::double precision AS off_dt, course_id, race_class, distance_yards, distance_group, going, going_group,
  all_weather, jumps, position, inverse_sp_e10::text AS inverse_sp_e10, profit_e10::text AS profit_e10, time_cs, finish_key,
  prize::text AS prize, (extract(epoch FROM fetched_at) * 1000)::double precision AS fetched_at
FROM stats_runs WHERE race_id = ANY ($1::text[]);
