"""People: recognised by another place's id, else by name within the source that tells of them."""

import msgspec

from bot.model import Ids
from bot.store import identity
from bot.store.database import Database


def person_of(db: Database, name: str, ids: Ids, told_by: str) -> int:
    """Give the permanent id of a person, making the person known if need be.

    Without any id two sources' people of one name stay two: they may be two people.
    """
    keys = list(ids.items()) or [("name", f"{told_by} {name}")]
    known = identity.recognise(db, "person", keys)
    person = known[0] if known else identity.allot(db, "person")
    identity.remember(db, "person", person, keys)
    sql = """
        INSERT INTO person (id, name) VALUES (:id, :name)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name
    """
    db.execute(sql, {"id": person, "name": name})
    return person


def ids_of_people(db: Database, thing: int) -> dict[int, Ids]:
    """Give the ids under which other places know the people credited for a thing."""
    sql = """
        SELECT DISTINCT identity.thing, scheme, value
        FROM credit JOIN identity ON identity.thing = credit.person
        WHERE credit.thing = :thing AND scheme <> 'name'
    """
    known: dict[int, dict[str, str]] = {}
    for person, scheme, value in db.execute(sql, {"thing": thing}):
        known.setdefault(person, {})[scheme] = value
    return {person: msgspec.convert(ids, Ids, strict=False) for person, ids in known.items()}
