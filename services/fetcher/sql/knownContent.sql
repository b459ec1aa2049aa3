-- The hash of the newest content of some keys.
-- $1 topics text[]   $2 keys text[], element by element
SELECT topic, key, content_hash FROM fetched_content JOIN unnest($1::text[], $2::text[]) AS asked(topic, key) USING (topic, key);
