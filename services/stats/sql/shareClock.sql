-- Holds facts and publications still until the end of the transaction: whoever changes facts writes to this table first.
-- Several may hold it at once, so that tables are recomputed side by side; the lock queue is fair to those who wait.
LOCK TABLE stats_clock IN SHARE MODE;
