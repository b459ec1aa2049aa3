-- Sets an event aside.
-- $1 group text   $2 topic text   $3 partition int   $4 offset bigint   $5 key text   $6 value bytea   $7 headers jsonb
-- $8 error code text   $9 error message text   $10 cause text   $11 failed at timestamptz
-- $12 appended at timestamptz
INSERT INTO dead_letters (group_name, topic, partition, "offset", key, value, headers, error_code, error_message, cause, failed_at, appended_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (group_name, topic, partition, "offset") DO UPDATE SET error_code = EXCLUDED.error_code,
  error_message = EXCLUDED.error_message, cause = EXCLUDED.cause, attempts = dead_letters.attempts + 1;
