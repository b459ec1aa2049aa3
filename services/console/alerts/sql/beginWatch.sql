-- From when alerts are watched for; the first look of all decides. Returns a row for that first look only.
-- $1 now timestamptz
INSERT INTO alert_watch (since) VALUES ($1) ON CONFLICT DO NOTHING RETURNING since;
