-- $1 kind text   $2 names text[]   $3 told at timestamptz
INSERT INTO alert_subjects (kind, subject, told_at) SELECT $1, name, $3 FROM unnest($2::text[]) AS n(name) ON CONFLICT DO NOTHING;
