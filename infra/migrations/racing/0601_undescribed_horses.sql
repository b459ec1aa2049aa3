-- Results tell neither birth date nor colour nor breeder; a racecard does, and so does a profile. One that leaves out the
-- birth date or a parent has described the horse all the same: a profile would cost a call and know no more.
CREATE OR REPLACE VIEW horses_needing_profile AS
SELECT horse_id, name, last_seen, enriched_at FROM ra_mst_horses
WHERE dob IS NULL AND colour IS NULL AND breeder IS NULL;
COMMENT ON VIEW horses_needing_profile IS 'Horses seen in results alone, without birth date, colour and breeder: what the fetcher asks profiles for.';
