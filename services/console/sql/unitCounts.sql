-- Units by their newest outcome.
SELECT outcome AS state, count(*)::int AS units FROM fetch_units GROUP BY 1 ORDER BY 1;
