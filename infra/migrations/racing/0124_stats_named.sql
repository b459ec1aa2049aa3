-- A replay names everybody a race has, races by the hundred: whoever is updated each time costs it more than the facts themselves.
CREATE TABLE stats_named (
  entity_type text NOT NULL,
  entity_id text NOT NULL,
  mentioned_at timestamptz NOT NULL
);
COMMENT ON TABLE stats_named IS 'Whom the races of a replay have named, as they came: counted into stats_entities before statistics are published.';
COMMENT ON COLUMN stats_named.mentioned_at IS 'Latest fetched_at of an event of one transaction that names it.';
