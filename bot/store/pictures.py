"""Pictures that came with reviews, made anew before they got here."""

from collections.abc import Iterable

from bot.store.connection import Database


def add(db: Database, content: bytes) -> int:
    """Keep a picture, a JPEG file, and give its id."""
    sql = "INSERT INTO picture (kind, content) VALUES ('jpg', :content) RETURNING id"
    (picture,) = db.execute(sql, {"content": content}).fetchone()
    return int(picture)


def content(db: Database, picture: int) -> bytes | None:
    """Give a picture's file, None where it is gone."""
    sql = "SELECT content FROM picture WHERE id = :picture"
    row = db.execute(sql, {"picture": picture}).fetchone()
    return row[0] if row else None


def release(db: Database, pictures: Iterable[int | None]) -> None:
    """Drop those pictures that no draft and no revision has any more; None is no picture."""
    sql = """
        DELETE FROM picture WHERE id = :picture
            AND NOT EXISTS (SELECT 1 FROM draft WHERE picture = :picture)
            AND NOT EXISTS (SELECT 1 FROM review_revision WHERE picture = :picture)
    """
    db.executemany(sql, [{"picture": one} for one in pictures if one is not None])


def drop_unused(db: Database) -> None:
    """Drop the pictures that no draft and no revision has any more."""
    sql = """
        DELETE FROM picture WHERE id NOT IN (
            SELECT picture FROM draft WHERE picture IS NOT NULL
            UNION SELECT picture FROM review_revision WHERE picture IS NOT NULL)
    """
    db.execute(sql)
