-- Tables that were reset and not recalculated since.
SELECT table_name FROM stats_emptied;
