-- States of entities are shorter (services/projector/entities/entityState.ts): the group begins anew, and the log tells it everything again.
TRUNCATE entity_state;
UPDATE projection_positions SET next_offset = 0, silent_before = greatest(silent_before, next_offset) WHERE group_name = 'entities';
ALTER TABLE entity_state ALTER COLUMN state SET NOT NULL;
COMMENT ON COLUMN entity_state.state IS 'JSON list: values, which stamp each has (0: the first), stamps (race date, fetch time, event id), earliest and latest fetch time; of horses first and last race date, newest profile, profiles that wait.';
