-- Removes runners that no event supports any more.
-- $1 race ids text[]   $2 race ids of kept runners text[]   $3 their horse ids text[], pairwise
DELETE FROM ra_runners r WHERE r.race_id = ANY ($1::text[])
  AND (r.race_id, r.horse_id) NOT IN (SELECT * FROM unnest($2::text[], $3::text[]));
