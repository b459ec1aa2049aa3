ALTER TABLE rebuilds ADD COLUMN by_message boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN rebuilds.by_message IS 'Asked for on the control topic: filled, and swapped in where every event could be applied, without further word.';
