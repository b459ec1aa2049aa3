-- Reserves the next moment at which a call may start; returns how long to wait for it. No row: this fetcher is not the active one.
-- It does not wait for the disk: it must outlive this process, and a server that starts again takes longer than a call apart.
-- $1 milliseconds between two starts   $2 owner of the lease text or null   $3 milliseconds more after the reservation before
WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) AS setting)
UPDATE api_budget SET next_call_at = greatest(next_call_at + $3 * interval '1 millisecond', clock_timestamp()) + $1 * interval '1 millisecond'
FROM quick
WHERE quick.setting = 'off' AND ($2::text IS NULL OR EXISTS (SELECT FROM fetcher_lease WHERE owner = $2))
RETURNING (extract(epoch FROM next_call_at - $1 * interval '1 millisecond' - clock_timestamp()) * 1000)::double precision AS wait_ms;
