-- A login for each part, member of its role (infra/roles.sql); the password comes from the environment: SERVICES_PASSWORD.
\getenv password SERVICES_PASSWORD
SELECT format('CREATE ROLE horses_%s LOGIN IN ROLE darkhorses_%1$s', part)
FROM unnest(ARRAY['fetcher', 'projector', 'entities', 'stats', 'rebuild', 'console', 'reader']) AS p(part)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'horses_' || part) \gexec
SELECT format('ALTER ROLE horses_%s PASSWORD %L', part, :'password')
FROM unnest(ARRAY['fetcher', 'projector', 'entities', 'stats', 'rebuild', 'console', 'reader']) AS p(part) \gexec
