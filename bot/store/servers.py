"""Servers: what their moderators decided, and which the bot has left."""

import msgspec

from bot.reviews import ServerRules
from bot.store.connection import Database

DEFAULT = ServerRules()


def rules(db: Database, server: int | None) -> ServerRules:
    """Give what a server's moderators decided; the defaults where they did not, or on none."""
    sql = "SELECT name, value FROM server_setting WHERE server = :server"
    told = dict(db.execute(sql, {"server": server}).fetchall()) if server else {}
    known = {name: msgspec.json.decode(told[name]) for name in DEFAULT._fields if name in told}
    every = DEFAULT._asdict() | known  # in the order of the fields
    return msgspec.convert(tuple(every.values()), ServerRules) if known else DEFAULT


def decide(db: Database, server: int, now: str, changed: dict[str, object]) -> ServerRules:
    """Change what is named of a server's rules, and give them all."""
    sql = "INSERT INTO server (id, since) VALUES (:server, :now) ON CONFLICT (id) DO NOTHING"
    db.execute(sql, {"server": server, "now": now})
    sql = """
        INSERT INTO server_setting (server, name, value) VALUES (:server, :name, :value)
        ON CONFLICT (server, name) DO UPDATE SET value = excluded.value
    """
    rows = [
        {"server": server, "name": name, "value": msgspec.json.encode(value).decode()}
        for name, value in changed.items()
        if name in DEFAULT._fields
    ]
    db.executemany(sql, rows)
    return rules(db, server)


def left(db: Database, server: int, now: str) -> None:
    """Note that the bot was taken out of a server; what it keeps may be forgotten some day."""
    sql = "UPDATE server SET left_at = :now WHERE id = :server AND left_at IS NULL"
    db.execute(sql, {"server": server, "now": now})


def is_left(db: Database, server: int) -> bool:
    """Tell whether the bot was taken out of a server and not let in again."""
    sql = "SELECT 1 FROM server WHERE id = :server AND left_at IS NOT NULL"
    return db.execute(sql, {"server": server}).fetchone() is not None


def joined(db: Database, server: int) -> None:
    """Note that the bot is in a server (again)."""
    sql = "UPDATE server SET left_at = NULL WHERE id = :server"
    db.execute(sql, {"server": server})
