-- How far the fetcher's own group has applied its topics, whoever moves it.
SELECT topic, partition, next_offset AS "offset" FROM projection_positions WHERE group_name = 'fetcher' ORDER BY topic, partition;
