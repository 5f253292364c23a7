"""The two files of data: made, migrated, refused, held, read, written, and what they keep."""
