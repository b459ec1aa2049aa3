-- Races with runs but no winner, or with several winners that are no dead heat: all of them level with the first, and the places after left out.
-- $1 first date or null   $2 last date or null
SELECT s.race_id AS key, s.race_date AS date, r.course_name AS course,
  CASE WHEN count(*) FILTER (WHERE position = 1) = 0 THEN 'no winner among ' || count(*) || ' runs'
    ELSE count(*) FILTER (WHERE position = 1) || ' winners, and no dead heat' END AS detail
FROM ra_race_results s JOIN ra_races r USING (race_id)
WHERE s.race_date BETWEEN coalesce($1::date, '-infinity') AND coalesce($2::date, 'infinity') AND NOT r.is_abandoned
  AND upper(coalesce(position_code, '')) NOT IN ('NR', 'WDU', 'VOI', 'VO')
GROUP BY s.race_id, s.race_date, r.course_name
HAVING count(*) FILTER (WHERE position = 1) <> 1
  AND NOT (count(*) FILTER (WHERE position = 1) > 1
    AND bool_and(coalesce(ovr_btn, 0) = 0) FILTER (WHERE position = 1)
    AND coalesce(min(position) FILTER (WHERE position > 1) > count(*) FILTER (WHERE position = 1), true))
ORDER BY 2, 1;
