-- Which kinds of facts a telling has, so that a page asks only the tables that answer: a page of a
-- bare episode takes 4 statements instead of 11. Rows from before may have any.

ALTER TABLE telling ADD COLUMN kinds TEXT NOT NULL DEFAULT 'titles numberings credits plots releases offers companies specs questions images ratings';
