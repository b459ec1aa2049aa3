-- Nobody calls for so long, whichever process asks next.
-- $1 milliseconds
UPDATE api_budget SET next_call_at = greatest(next_call_at, clock_timestamp() + $1 * interval '1 millisecond');
