-- Removes regions that are neither fetched for nor those of a stored course: the course turned out to be elsewhere.
-- $1 codes fetched for text[], upper case
DELETE FROM ra_mst_regions r WHERE r.code <> ALL ($1::text[])
  AND NOT EXISTS (SELECT FROM ra_mst_courses c WHERE c.region_code = r.code);
