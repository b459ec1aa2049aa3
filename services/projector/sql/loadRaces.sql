-- Locks the states of races in key order and returns them, with the meeting each race is stored under.
-- $1 race ids text[]
SELECT s.race_id, s.state, r.course_id, r.date
FROM race_state s LEFT JOIN ra_races r USING (race_id)
WHERE s.race_id = ANY ($1::text[])
ORDER BY s.race_id
FOR UPDATE OF s;
