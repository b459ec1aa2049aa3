-- Notes the state of a group and, where there is one, its error.
-- $1 group text   $2 state text   $3 error text or null   $4 now timestamptz
INSERT INTO projection_groups (group_name, state, last_error, last_error_at, state_changed_at)
VALUES ($1, $2, $3, CASE WHEN $3::text IS NOT NULL THEN $4::timestamptz END, $4)
ON CONFLICT (group_name) DO UPDATE SET state = EXCLUDED.state,
  last_error = coalesce(EXCLUDED.last_error, projection_groups.last_error),
  last_error_at = coalesce(EXCLUDED.last_error_at, projection_groups.last_error_at),
  state_changed_at = CASE WHEN projection_groups.state = EXCLUDED.state THEN projection_groups.state_changed_at ELSE EXCLUDED.state_changed_at END;
