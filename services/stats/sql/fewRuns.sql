-- Whether there are so few facts that everything is published in a second or two.
-- $1 how many runs are many, bigint
SELECT count(*) < $1 AS few FROM (SELECT FROM stats_runs LIMIT $1) first_ones;
