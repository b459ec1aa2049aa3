-- Events to be appended to the log when this transaction has committed.
-- $1 topics text[]   $2 keys text[]   $3 values bytea[]   $4 headers jsonb[], element by element
INSERT INTO outbox (topic, key, value, headers)
SELECT topic, key, value, headers FROM unnest($1::text[], $2::text[], $3::bytea[], $4::jsonb[]) WITH ORDINALITY
  AS o(topic, key, value, headers, place) ORDER BY place;
