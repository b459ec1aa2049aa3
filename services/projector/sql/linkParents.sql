-- Links parents of one kind to their own racing records: the vendor's twin (the same digits) where the names agree, else the
-- only horse of that name (and region, where both are known) of the right sex born two years before the oldest progeny.
-- {parent} is sire, dam or damsire, {sexes} are the sex codes such a parent can have, as literals.
-- $1 ids of parents to link again text[]   $2 names in any case, whose parents to link again text[]
WITH again AS (
  SELECT id FROM unnest($1::text[]) AS i(id)
  UNION
  SELECT p.{parent}_id FROM (SELECT DISTINCT lower(name) AS name FROM unnest($2::text[]) AS n(name)) AS n
  JOIN ra_mst_{parent}s p ON lower(p.name) = n.name
), parents AS MATERIALIZED (
  SELECT p.{parent}_id AS id, lower(p.name) AS name, p.region, p.horse_id
  FROM again JOIN ra_mst_{parent}s p ON p.{parent}_id = again.id
), twins AS (
  SELECT p.id, t.horse_id FROM parents p
  JOIN ra_mst_horses t ON t.horse_id = 'hrs_' || substr(p.id, 5) AND lower(t.name) = p.name
), others AS MATERIALIZED (
  SELECT p.id, h.horse_id, h.dob FROM parents p
  JOIN ra_mst_horses h ON lower(h.name) = p.name AND coalesce(h.region = p.region, true) AND h.sex_code IN ({sexes})
  WHERE p.id NOT IN (SELECT id FROM twins)
), oldest AS (
  SELECT o.id, min(h.dob) AS dob FROM (SELECT DISTINCT id FROM others) AS o
  JOIN ra_mst_horses h ON h.{parent}_id = o.id GROUP BY o.id
), namesakes AS (
  SELECT o.id, min(o.horse_id) AS horse_id FROM others o
  JOIN oldest USING (id) WHERE o.dob <= oldest.dob - interval '2 years'
  GROUP BY o.id HAVING count(*) = 1
), linked AS (
  SELECT p.id, coalesce(t.horse_id, n.horse_id) AS horse_id
  FROM parents p LEFT JOIN twins t USING (id) LEFT JOIN namesakes n USING (id)
  WHERE p.horse_id IS DISTINCT FROM coalesce(t.horse_id, n.horse_id)
  ORDER BY p.id
)
UPDATE ra_mst_{parent}s p SET horse_id = l.horse_id FROM linked l WHERE p.{parent}_id = l.id;
