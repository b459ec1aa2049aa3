-- The books of rebuilds. They outlive the schemas that come and go.

CREATE TABLE rebuilds (
  id text PRIMARY KEY,
  state text NOT NULL,
  projections text[] NOT NULL,
  code text,
  aside jsonb NOT NULL DEFAULT '[]',
  requested_at timestamptz NOT NULL,
  filled_at timestamptz,
  swapped_at timestamptz,
  ended_at timestamptz,
  message text
);
CREATE UNIQUE INDEX rebuilds_open ON rebuilds ((true)) WHERE state IN ('filling', 'filled');
COMMENT ON TABLE rebuilds IS 'Every rebuild: requested (by message), filling, filled, swapped, rolled back, forgotten, dropped or refused.';
COMMENT ON COLUMN rebuilds.projections IS 'Groups that are replayed from offset 0; the tables of the others are copied.';
COMMENT ON COLUMN rebuilds.code IS 'Fingerprint of the projections'' code; a rebuild that was begun by other code is begun again.';
COMMENT ON COLUMN rebuilds.aside IS 'Definitions of indexes that are made after the tables are filled.';
COMMENT ON COLUMN rebuilds.message IS 'How it ended, or why it waits, in a sentence.';
