-- Stores the states of races.
-- $1 race ids text[]   $2 states text[], element by element
UPDATE race_state s SET state = n.state
FROM unnest($1::text[], $2::text[]) AS n(race_id, state) WHERE s.race_id = n.race_id;
