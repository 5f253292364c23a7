-- Reviews are read page by page from indexes alone, and found by the words that they have.
DROP INDEX review_rank;
DROP INDEX review_newest;
DROP INDEX review_rating;
DROP INDEX review_votes;
-- The orders in which a thing's reviews are read, backwards, those without a rating last where
-- it orders; all that filters and who may read ask for stands beside.
CREATE INDEX review_rank ON review (
    thing, rank, created_at, length, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_newest ON review (
    thing, created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_rating ON review (
    thing, coalesce(rating, 0), created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_lowest ON review (
    thing, -coalesce(rating, 11), created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
CREATE INDEX review_votes ON review (
    thing, votes, created_at, id, place, member, rating, spoiler, language, server
) WHERE state = 'published';
-- The few that one server keeps for itself.
CREATE INDEX review_kept ON review (thing, place) WHERE state = 'published' AND place <> 0;
CREATE UNIQUE INDEX review_word_review ON review_word (review, word);
CREATE INDEX rating_value ON rating (thing, place, value);
