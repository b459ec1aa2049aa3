-- Where the events of a key are in the log, so that a row can be explained without reading the log from its beginning.
CREATE TABLE event_places (
  topic text NOT NULL,
  key text NOT NULL,
  partition int NOT NULL,
  "offset" bigint NOT NULL,
  PRIMARY KEY (topic, key, partition, "offset")
);
COMMENT ON TABLE event_places IS 'Places of applied events by their key; each topic is indexed by one group, in the transaction that applies its events.';
