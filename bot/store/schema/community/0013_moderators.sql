-- By which entry of the log moderators found the votes of a burst honest.
ALTER TABLE alarm ADD COLUMN lifted INTEGER;
