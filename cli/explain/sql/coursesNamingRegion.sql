-- The courses of a region that were named first and last, each with the instant in ms.
-- $1 region text, upper case
(SELECT 'created_at' AS "column", course_id, (extract(epoch FROM created_at) * 1000)::float8 AS at FROM ra_mst_courses
 WHERE region_code = $1 AND created_at IS NOT NULL ORDER BY created_at, course_id LIMIT 1)
UNION ALL
(SELECT 'updated_at', course_id, (extract(epoch FROM updated_at) * 1000)::float8 FROM ra_mst_courses
 WHERE region_code = $1 AND updated_at IS NOT NULL ORDER BY updated_at DESC, course_id LIMIT 1);
