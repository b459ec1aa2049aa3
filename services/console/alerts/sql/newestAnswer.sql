-- When the newest unit was answered; no row where none ever was.
SELECT fetched_at AS at FROM fetch_units WHERE outcome IN ('ok', 'empty', 'not_found') ORDER BY fetched_at DESC LIMIT 1;
