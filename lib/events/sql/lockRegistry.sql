-- One registration at a time, until the end of the transaction; needs no right on the table but INSERT.
SELECT pg_advisory_xact_lock(hashtext('darkhorses.schema_registry'));
