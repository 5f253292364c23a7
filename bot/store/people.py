"""People: recognised by another place's id, else by name within the source that tells of them."""

from collections.abc import Iterable

from bot.model import Ids
from bot.packed import name_in
from bot.store import identity
from bot.store.connection import Database

AT_ONCE = 500
"""People who are asked for in one statement: SQLite has a limit for marks."""


def person_of(db: Database, name: str, ids: Ids, told_by: str) -> int:
    """Give the permanent id of a person, making the person known if need be.

    Without any id two sources' people of one name stay two: they may be two people.
    """
    keys = list(ids.items()) or [("name", f"{told_by} {name}")]
    known = identity.recognise(db, "person", keys)
    person = known[0] if known else identity.allot(db, "person", keys)
    if len(known) < 2:  # ids of two people: whose the others are can't be told from one credit
        identity.remember(db, "person", person, keys)
    sql = """
        INSERT INTO person (id, name) VALUES (:id, :name)
        ON CONFLICT (id) DO NOTHING
    """
    db.execute(sql, {"id": person, "name": name})
    return person


def names(db: Database, people: Iterable[int]) -> dict[int, str]:
    """Give the names of people by their permanent ids; those who are not there have none."""
    asked = sorted(set(people))
    found: dict[int, str] = {}
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        marks = ", ".join(f":person{number}" for number in range(len(some)))
        sql = f"SELECT id, name FROM person WHERE id IN ({marks})"  # noqa: S608 - marks are counted
        found |= dict(db.execute(sql, {f"person{at}": one for at, one in enumerate(some)}))
    sql = "SELECT first, body FROM crowd WHERE first <= :person ORDER BY first DESC LIMIT 1"
    for person in asked:
        if person not in found and (row := db.execute(sql, {"person": person}).fetchone()):
            name = name_in(row[0], row[1], person)
            found |= {person: name} if name else {}
    return found
