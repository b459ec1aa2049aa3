-- A member beats in its own row, not in the rows of its leases: `confirm` locks those for as long as a batch's transaction
-- lasts, and a long batch must not keep its own member from saying that it is alive.
ALTER TABLE log_leases DROP COLUMN heartbeat_at;
COMMENT ON COLUMN log_leases.member IS 'Null when free. A member that has not beaten for the length of a lease holds nothing any more.';
COMMENT ON COLUMN log_members.heartbeat_at IS 'When the member was last heard of, by the clock of the database.';
