-- Ratings without a text are read, the newest first.
CREATE INDEX rating_given ON rating (thing, given_at, member, place, value);
