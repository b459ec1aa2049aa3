-- Counts events that a group has applied.
-- $1 group text   $2 how many bigint
UPDATE projection_groups SET events_applied = events_applied + $2 WHERE group_name = $1;
