-- Which of these names nobody was told of.
-- $1 kind text   $2 names text[]
SELECT name FROM unnest($2::text[]) AS n(name)
WHERE NOT EXISTS (SELECT FROM alert_subjects s WHERE s.kind = $1 AND s.subject = n.name);
