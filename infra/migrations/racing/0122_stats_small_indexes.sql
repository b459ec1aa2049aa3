-- Since people and parents follow from totals, no result counts over all runs of an entity any more. Without the columns that such
-- counting read, Postgres keeps equal keys once, and a new run writes to indexes of a fraction of the size.

DROP INDEX stats_runs_jockey, stats_runs_trainer, stats_runs_owner, stats_runs_sire, stats_runs_dam, stats_runs_damsire;
CREATE INDEX stats_runs_jockey ON stats_runs (jockey_id, race_date);
CREATE INDEX stats_runs_trainer ON stats_runs (trainer_id, race_date);
CREATE INDEX stats_runs_owner ON stats_runs (owner_id, race_date);
CREATE INDEX stats_runs_sire ON stats_runs (sire_id);
CREATE INDEX stats_runs_dam ON stats_runs (dam_id);
CREATE INDEX stats_runs_damsire ON stats_runs (damsire_id);
