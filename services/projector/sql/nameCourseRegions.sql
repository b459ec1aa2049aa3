-- Names the regions of courses: as the list of courses has it (the third value of the state), else as the region of that code is called.
UPDATE ra_mst_courses c SET region = n.region
FROM (
  SELECT k.course_id, coalesce(s.state::jsonb -> 0 ->> 2, r.name) AS region
  FROM ra_mst_courses k
  LEFT JOIN entity_state s ON s.entity_type = 'course' AND s.entity_id = k.course_id
  LEFT JOIN ra_mst_regions r ON r.code = k.region_code
) AS n
WHERE c.course_id = n.course_id AND c.region IS DISTINCT FROM n.region;
