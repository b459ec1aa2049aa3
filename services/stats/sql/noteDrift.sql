-- Notes rows that differ from their facts.
-- $1 table text   $2 scope text   $3 keys text[]   $4 stored rows json text[]   $5 recomputed rows json text[]   $6 at timestamptz
INSERT INTO stats_drift (table_name, scope, key, stored, recomputed, found_at)
SELECT $1, $2, key, stored::jsonb, recomputed::jsonb, $6
FROM unnest($3::text[], $4::text[], $5::text[]) AS d(key, stored, recomputed)
ON CONFLICT (table_name, scope, key) DO UPDATE SET stored = EXCLUDED.stored, recomputed = EXCLUDED.recomputed, found_at = EXCLUDED.found_at;
