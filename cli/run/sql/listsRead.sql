-- Reference lists that were answered within a day, for these regions.
-- $1 kinds text[]   $2 regions text[]   $3 now timestamptz
SELECT unit FROM fetch_units
WHERE unit = ANY ($1::text[]) AND unit IN ('regions', 'courses', 'bookmakers') AND outcome = 'ok'
  AND succeeded_at > $3::timestamptz - interval '24 hours' AND regions @> $2::text[];
