-- Reserves the next moment at which a call may start; returns how long to wait for it.
-- $1 milliseconds between two starts
UPDATE api_budget SET next_call_at = greatest(next_call_at, clock_timestamp()) + $1 * interval '1 millisecond'
RETURNING (extract(epoch FROM next_call_at - $1 * interval '1 millisecond' - clock_timestamp()) * 1000)::double precision AS wait_ms;
