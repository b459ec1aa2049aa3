-- Up to where the world was told of a group's events before a rollback.
-- $1 group text
SELECT topic, partition, silent_before FROM projection_positions WHERE group_name = $1 AND silent_before > 0;
