-- By date alone. The races of a course have an index of their own; at ten years the planner read all of this one for them instead,
-- because its order is that of the table.
DROP INDEX ra_races_date;
CREATE INDEX ra_races_date ON ra_races (date);
