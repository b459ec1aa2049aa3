-- A card is fetched again and again while it says the same of what statistics look at: what it says is stored once, and of each
-- further event when it was fetched.

ALTER TABLE stats_superseded
  ALTER COLUMN reading DROP NOT NULL,
  ADD COLUMN same_as text COLLATE "C",
  ADD COLUMN fetched_at timestamptz,
  ADD CONSTRAINT stats_superseded_said CHECK (reading IS NOT NULL OR (same_as IS NOT NULL AND fetched_at IS NOT NULL));
COMMENT ON COLUMN stats_superseded.reading IS 'What the event said; null where another event of the race said the same before.';
COMMENT ON COLUMN stats_superseded.same_as IS 'The event that has the reading, where this one has none.';
COMMENT ON COLUMN stats_superseded.fetched_at IS 'When an event without a reading of its own was fetched.';

UPDATE stats_superseded s SET reading = NULL, same_as = o.first, fetched_at = o.at
FROM (
  SELECT race_id, event_id, timestamptz 'epoch' + (reading::json->>'fetched_at')::bigint * interval '1 millisecond' AS at,
    first_value(event_id) OVER (PARTITION BY race_id, md5((reading::jsonb - 'event_id' - 'fetched_at')::text) ORDER BY event_id) AS first
  FROM stats_superseded
) o
WHERE o.race_id = s.race_id AND o.event_id = s.event_id AND o.first <> o.event_id;
