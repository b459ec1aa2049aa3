-- The hash of the newest content of each key.
-- $1 topics text[]   $2 keys text[]   $3 hashes text[]   $4 fetched at timestamptz[], element by element
INSERT INTO fetched_content AS t (topic, key, content_hash, fetched_at)
SELECT DISTINCT ON (topic, key) topic, key, content_hash, fetched_at
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS c(topic, key, content_hash, fetched_at)
ORDER BY topic, key, fetched_at DESC
ON CONFLICT (topic, key) DO UPDATE SET content_hash = EXCLUDED.content_hash, fetched_at = EXCLUDED.fetched_at
WHERE EXCLUDED.fetched_at >= t.fetched_at AND (t.content_hash, t.fetched_at) IS DISTINCT FROM (EXCLUDED.content_hash, EXCLUDED.fetched_at);
