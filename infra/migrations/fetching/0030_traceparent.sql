-- The trace that a run belongs to, so that what it fetches after a restart still carries it.

ALTER TABLE runs ADD COLUMN traceparent text;
COMMENT ON COLUMN runs.traceparent IS 'W3C trace context of the message that asked for the run, or one made for it; in the headers of everything it fetches.';
