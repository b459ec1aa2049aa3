-- A state is some 3 kB now. Beside its row and as it is: compressing it took longer than everything else about it.
ALTER TABLE race_state ALTER COLUMN state SET STORAGE EXTERNAL;
ALTER TABLE race_state SET (toast_tuple_target = 8160);
COMMENT ON TABLE race_state IS 'What the group projector needs of each race to merge its next event: newest card, newest result and who was ever mentioned, without what a source alone tells of runners (lib/racing/storedState.ts).';
