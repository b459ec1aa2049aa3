-- Every going there is.
SELECT going FROM stats_runs WHERE going IS NOT NULL GROUP BY going ORDER BY count(*) DESC, going;
