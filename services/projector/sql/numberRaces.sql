-- Numbers the races of meetings by off time; races off at the same time share a number, a race at no known course has none.
-- $1 course ids text[]   $2 dates date[], pairwise   $3 ids of the races of the batch text[]
-- OFFSET 0 has each meeting looked up in the index: what the planner thinks of a course on a date would have it read all races.
WITH ranked AS (
  SELECT r.race_id, r.race_number, rank() OVER (PARTITION BY r.course_id, r.date ORDER BY r.off_dt) AS nth
  FROM (SELECT DISTINCT course_id, date FROM unnest($1::text[], $2::date[]) AS m(course_id, date)) AS meeting
  CROSS JOIN LATERAL (
    SELECT race_id, course_id, date, off_dt, race_number FROM ra_races
    WHERE course_id = meeting.course_id AND date = meeting.date OFFSET 0
  ) AS r
  UNION ALL
  SELECT race_id, race_number, NULL FROM ra_races WHERE race_id = ANY ($3::text[]) AND course_id IS NULL
), wrong AS (
  SELECT race_id, nth FROM ranked WHERE race_number IS DISTINCT FROM nth
)
UPDATE ra_races r SET race_number = wrong.nth FROM wrong WHERE r.race_id = wrong.race_id;
