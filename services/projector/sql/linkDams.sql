-- Links dams to their own racing records: the vendor's twin (the same digits) where the names agree, else the only
-- horse of that name (and region, where both are known) of the right sex born two years before the oldest progeny.
-- $1 ids of parents to link again text[]   $2 names in any case, whose parents to link again text[]
WITH parents AS (
  SELECT p.dam_id AS id, p.name, p.region, p.horse_id,
    (SELECT min(h.dob) FROM ra_mst_horses h WHERE h.dam_id = p.dam_id) AS oldest_progeny
  FROM ra_mst_dams p
  WHERE p.dam_id = ANY ($1::text[]) OR lower(p.name) = ANY (ARRAY(SELECT lower(name) FROM unnest($2::text[]) AS n(name)))
), linked AS (
  SELECT p.id, coalesce(
    (SELECT t.horse_id FROM ra_mst_horses t WHERE t.horse_id = 'hrs_' || substr(p.id, 5) AND lower(t.name) = lower(p.name)),
    (SELECT CASE WHEN count(*) = 1 THEN min(h.horse_id) END FROM ra_mst_horses h
      WHERE lower(h.name) = lower(p.name) AND coalesce(h.region = p.region, true) AND h.sex_code IN ('F', 'M')
        AND h.dob <= p.oldest_progeny - interval '2 years')
  ) AS horse_id
  FROM parents p
)
UPDATE ra_mst_dams p SET horse_id = l.horse_id FROM linked l
WHERE p.dam_id = l.id AND p.horse_id IS DISTINCT FROM l.horse_id;
