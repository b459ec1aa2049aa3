-- Numbers the races of meetings by off time; races off at the same time share a number, a race at no known course has none.
-- $1 course ids text[]   $2 dates date[], pairwise   $3 ids of the races of the batch text[]
WITH ranked AS (
  SELECT race_id, rank() OVER (PARTITION BY course_id, date ORDER BY off_dt) AS nth
  FROM ra_races WHERE (course_id, date) IN (SELECT * FROM unnest($1::text[], $2::date[]))
  UNION ALL
  SELECT race_id, NULL FROM ra_races WHERE race_id = ANY ($3::text[]) AND course_id IS NULL
)
UPDATE ra_races r SET race_number = ranked.nth FROM ranked
WHERE r.race_id = ranked.race_id AND r.race_number IS DISTINCT FROM ranked.nth;
