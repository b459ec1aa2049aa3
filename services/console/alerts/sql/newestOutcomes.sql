-- The newest units with their outcome, newest first.
-- $1 most int
SELECT unit, outcome, message, fetched_at FROM fetch_units ORDER BY fetched_at DESC, unit LIMIT $1;
