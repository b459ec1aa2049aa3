-- What the superseded events of some races said; those that say what another one says come after it.
-- $1 race ids text[]
SELECT race_id, event_id, reading, same_as, (extract(epoch FROM fetched_at) * 1000)::double precision AS fetched_at
FROM stats_superseded WHERE race_id = ANY ($1::text[])
ORDER BY same_as IS NOT NULL;
