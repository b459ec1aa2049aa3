-- Notes where events are in the log.
-- $1 topics text[]   $2 keys text[]   $3 partitions int[]   $4 offsets bigint[], element by element
INSERT INTO event_places (topic, key, partition, "offset")
SELECT * FROM unnest($1::text[], $2::text[], $3::int[], $4::bigint[])
ON CONFLICT DO NOTHING;
