-- Lets the lease go, so that another fetcher need not wait for it to run out.
-- $1 owner text
UPDATE fetcher_lease SET owner = NULL WHERE owner = $1;
