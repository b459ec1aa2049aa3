-- After a rollback the older tables apply events again of which the world has been told already.
ALTER TABLE projection_positions ADD COLUMN silent_before bigint NOT NULL DEFAULT 0;
COMMENT ON COLUMN projection_positions.silent_before IS 'Events before this offset are applied without telling anybody (settled, dead-letter topic): it was done before a rollback.';
