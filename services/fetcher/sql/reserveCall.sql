-- Reserves the next moment at which a call may start; returns how long to wait for it. No row: this fetcher is not the active one.
-- $1 milliseconds between two starts   $2 owner of the lease text or null
UPDATE api_budget SET next_call_at = greatest(next_call_at, clock_timestamp()) + $1 * interval '1 millisecond'
WHERE $2::text IS NULL OR EXISTS (SELECT FROM fetcher_lease WHERE owner = $2)
RETURNING (extract(epoch FROM next_call_at - $1 * interval '1 millisecond' - clock_timestamp()) * 1000)::double precision AS wait_ms;
