-- One transaction at a time derives the regions: whoever comes second sees the courses of the first.
SELECT pg_advisory_xact_lock(hashtext('darkhorses.regions'));
