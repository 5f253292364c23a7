"""Which commands Discord was last told of."""

from bot.store.connection import Database


def digest(db: Database, place: str) -> str | None:
    """Give the digest of the commands that a place (application and server) was told of."""
    row = db.execute("SELECT digest FROM command_sync WHERE place = :p", {"p": place}).fetchone()
    return row[0] if row else None


def remember(db: Database, place: str, digest: str) -> None:
    """Note that a place was told of these commands."""
    sql = """
        INSERT INTO command_sync (place, digest) VALUES (:place, :digest)
        ON CONFLICT (place) DO UPDATE SET digest = excluded.digest
    """
    db.execute(sql, {"place": place, "digest": digest})
