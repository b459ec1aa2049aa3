-- Each day and course: races, results, runners.
-- $1 first date or null   $2 last date or null
SELECT r.date, r.course_name AS course, r.region, count(*)::int AS races, count(*) FILTER (WHERE has_result)::int AS results,
  count(*) FILTER (WHERE is_abandoned)::int AS abandoned, sum(coalesce(field_size, 0))::int AS field, sum(u.runners)::int AS runners
FROM ra_races r LEFT JOIN LATERAL (SELECT count(*) AS runners FROM ra_runners u WHERE u.race_id = r.race_id) u ON true
WHERE date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity')
GROUP BY r.date, r.course_name, r.region ORDER BY r.date, r.course_name;
