-- Whoever is named is named again by the next race: with room in its page the row stays there, and its key is not entered again.
ALTER TABLE stats_entities SET (fillfactor = 60);
