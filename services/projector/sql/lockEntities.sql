-- One transaction at a time merges into the states of entities: nearly every batch names the same jockeys, courses and sires, so two
-- would wait for each other's rows anyway, and this costs nothing per row.
SELECT pg_advisory_xact_lock(hashtext('darkhorses.entities'), hashtext(current_schema()));
