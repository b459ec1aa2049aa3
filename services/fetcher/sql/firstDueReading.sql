-- The first of the last days whose results are due to be read again; null where none are.
-- $1 first day that counts date   $2 now timestamptz
SELECT min(date) AS date FROM fetched_days
WHERE kind = 'results' AND date >= $1::date AND succeeded_at IS NOT NULL AND NOT settled AND next_reading <= $2::timestamptz;
