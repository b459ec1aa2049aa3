-- How many of some leases a member still holds in the generation it was given; they stay its own until the commit.
-- $1 group text   $2 member text   $3 topics text[]   $4 partitions int[]   $5 generations bigint[]
WITH held AS (
  SELECT l.topic FROM log.log_leases l JOIN unnest($3::text[], $4::int[], $5::bigint[]) AS g(topic, partition, generation)
    ON l.topic = g.topic AND l.partition = g.partition AND l.generation = g.generation
  WHERE l.group_name = $1 AND l.member = $2
  ORDER BY l.topic, l.partition
  FOR SHARE OF l
)
SELECT count(*)::int AS held FROM held;
