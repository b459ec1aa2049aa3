-- The newest outcome of units; of several in one batch the newest counts.
-- $1 unit[] $2 kind[] $3 date[] $4 horse_id[] $5 outcome[] $6 status[] $7 calls[] $8 attempts[] $9 message[] $10 run_id[]
-- $11 fetched_at[] $12 number of items[] $13 something was appended[] $14 regions as JSON text[]; element by element
WITH incoming AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::date[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::text[],
    $10::text[], $11::timestamptz[], $12::int[], $13::boolean[], $14::text[])
    AS u(unit, kind, date, horse_id, outcome, status, calls, attempts, message, run_id, fetched_at, items, appended, regions)
), newest AS (
  SELECT DISTINCT ON (unit) i.*,
    max(fetched_at) FILTER (WHERE outcome IN ('ok', 'empty', 'not_found')) OVER (PARTITION BY unit) AS succeeded_at,
    max(fetched_at) FILTER (WHERE appended) OVER (PARTITION BY unit) AS changed_at,
    CASE WHEN outcome IN ('ok', 'empty', 'not_found') THEN ARRAY(SELECT jsonb_array_elements_text(regions::jsonb)) END AS answered_for
  FROM incoming i ORDER BY unit, fetched_at DESC, outcome
)
INSERT INTO fetch_units AS t (unit, kind, date, horse_id, outcome, status, calls, attempts, message, run_id, fetched_at, succeeded_at, changed_at, items, regions)
SELECT unit, kind, date, horse_id, outcome, status, calls, attempts, message, run_id, fetched_at, succeeded_at, changed_at, items, answered_for
FROM newest ORDER BY unit
ON CONFLICT (unit) DO UPDATE SET
  outcome = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.outcome ELSE t.outcome END,
  status = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.status ELSE t.status END,
  calls = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.calls ELSE t.calls END,
  attempts = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.attempts ELSE t.attempts END,
  message = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.message ELSE t.message END,
  run_id = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.run_id ELSE t.run_id END,
  items = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN EXCLUDED.items ELSE t.items END,
  regions = CASE WHEN EXCLUDED.fetched_at >= t.fetched_at THEN coalesce(EXCLUDED.regions, t.regions) ELSE t.regions END,
  fetched_at = greatest(t.fetched_at, EXCLUDED.fetched_at),
  succeeded_at = greatest(t.succeeded_at, EXCLUDED.succeeded_at),
  changed_at = greatest(t.changed_at, EXCLUDED.changed_at);
