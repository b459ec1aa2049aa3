-- What published statistics stand at.
SELECT as_of, publication_pending, ARRAY(SELECT table_name FROM stats_emptied) AS emptied FROM stats_clock;
