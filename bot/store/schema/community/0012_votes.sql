-- A vote tells itself by which interaction it was cast: it is a deed that needs no other row, until
-- it is taken back.
ALTER TABLE vote ADD COLUMN interaction INTEGER;
UPDATE vote SET interaction = (
    SELECT max(interaction) FROM deed
    WHERE deed.member = vote.member AND kind = 'vote' AND done_at = cast_at AND subject = review);
DELETE FROM deed WHERE kind = 'vote' AND interaction IN (SELECT interaction FROM vote);
-- What a member voted in a day is counted, and in a month on one author.
DROP INDEX vote_member;
CREATE INDEX vote_member ON vote (member, cast_at, author);
