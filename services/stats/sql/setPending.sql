-- Notes whether published rows lag behind the facts; after lockClock.
UPDATE stats_clock SET publication_pending = EXISTS (SELECT FROM stats_unpublished)
WHERE publication_pending <> EXISTS (SELECT FROM stats_unpublished);
