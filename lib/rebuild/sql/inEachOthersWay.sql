-- Which of some processes wait, and whether somebody they wait for waits for one of them in turn.
-- $1 process ids int[]
WITH RECURSIVE waits AS MATERIALIZED (
  SELECT w.pid, unnest(pg_blocking_pids(w.pid)) AS holder FROM (SELECT DISTINCT pid FROM pg_locks WHERE NOT granted) w
), reached AS (
  SELECT holder FROM waits WHERE pid = ANY ($1::int[])
  UNION
  SELECT w.holder FROM reached r JOIN waits w ON w.pid = r.holder
)
SELECT coalesce(array_agg(DISTINCT pid), '{}') AS waiting, EXISTS (SELECT FROM reached WHERE holder = ANY ($1::int[])) AS circle
FROM waits WHERE pid = ANY ($1::int[]);
