-- States of races that an older program wrote whole cannot be read (lib/racing/storedState.ts, version 2): where there is one, the
-- group begins anew, and the log tells it everything again. Rows stay for readers meanwhile, and come out the same.
UPDATE projection_positions SET next_offset = 0, silent_before = greatest(silent_before, next_offset)
WHERE group_name = 'projector' AND EXISTS (SELECT FROM race_state WHERE state NOT LIKE '[2,%');
UPDATE race_state SET state = NULL WHERE EXISTS (SELECT FROM race_state WHERE state NOT LIKE '[2,%');
