"""People: recognised by another place's id, else by name within the source that tells of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.model import Ids
from bot.packed import name_in
from bot.store import identity, likeness
from bot.store.connection import AT_ONCE, Database, marks
from bot.store.index import NAMES


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
    if db.execute(sql, {"id": person, "name": name}).rowcount:
        likeness.mark(db, [person * NAMES])
    return person


def nameless(db: Database) -> list[tuple[int, str]]:
    """Give the people who are known since names were last settled, and are found by none yet."""
    sql = f"""
        SELECT person.id, person.name FROM likeness_late
        JOIN person ON person.id = likeness_late.name / {NAMES}
        LEFT JOIN name ON name.id = likeness_late.name WHERE name.id IS NULL
    """  # noqa: S608 - a number of our own
    return db.execute(sql).fetchall()


def busy(db: Database, people: Sequence[int]) -> dict[int, int]:
    """Tell how many credits people have, of those that are not packed; who has none is left out."""
    if not people:
        return {}
    some, key = marks(people[:AT_ONCE])
    sql = f"SELECT person, count(*) FROM credit WHERE person IN ({some}) GROUP BY person"  # noqa: S608
    return dict(db.execute(sql, key))


class Appearance(NamedTuple):
    """A thing in whose credits somebody is: its date ("" where unknown), and its series' id.

    A series is its own.
    """

    date: str
    thing: int
    series: int


def appear(db: Database, thing: int, series: int, date: str, *, first: bool = False) -> None:
    """Note who is in a thing by the credits that are stored of it, and its date for their order.

    `first` where nothing was noted of the thing before.
    """
    key = {"thing": thing, "series": series, "date": date}
    if not first:
        vanish(db, thing)
    sql = """
        INSERT INTO appearance (person, date, thing, series)
        SELECT DISTINCT person, :date, thing, :series FROM credit
        WHERE thing = :thing AND person IS NOT NULL
    """
    db.execute(sql, key)
    sql = """
        INSERT INTO person_series (person, series, things, itself)
        SELECT person, series, 1, CASE WHEN thing = series THEN 1 ELSE 0 END
        FROM appearance WHERE thing = :thing
        ON CONFLICT (person, series) DO UPDATE SET things = person_series.things + 1,
            itself = person_series.itself + excluded.itself
    """
    db.execute(sql, key)


def vanish(db: Database, thing: int) -> None:
    """Forget who is in a thing."""
    key = {"thing": thing}
    sql = """
        UPDATE person_series SET things = things - 1,
            itself = itself - CASE WHEN series = :thing THEN 1 ELSE 0 END
        WHERE (person, series) IN (SELECT person, series FROM appearance WHERE thing = :thing)
    """
    if db.execute(sql, key).rowcount:
        sql = """
            DELETE FROM person_series
            WHERE things = 0 AND person IN (SELECT person FROM appearance WHERE thing = :thing)
        """
        db.execute(sql, key)
    db.execute("DELETE FROM appearance WHERE thing = :thing", key)


def appearances(db: Database, person: int, limit: int, offset: int = 0) -> list[Appearance]:
    """Give what somebody is in, the newest first, what has no date last."""
    sql = """
        SELECT date, thing, series FROM appearance WHERE person = :person
        ORDER BY date DESC, thing DESC LIMIT :limit OFFSET :offset
    """
    rows = db.execute(sql, {"person": person, "limit": limit, "offset": offset})
    return [Appearance(*row) for row in rows]


class Counted(NamedTuple):
    """In how many episodes somebody is, and of how many series in any way."""

    episodes: int
    series: int
    things: int
    """Episodes, and series that name the person for themselves."""


def counted(db: Database, person: int) -> Counted:
    """Count what somebody is in."""
    sql = """
        SELECT coalesce(sum(things - itself), 0), count(*), coalesce(sum(things), 0)
        FROM person_series WHERE person = :person
    """
    return Counted(*db.execute(sql, {"person": person}).fetchone())


def episodes_with(db: Database, person: int, limit: int) -> list[int]:
    """Give the episodes in whose credits a person is, as far as these are not packed.

    The most popular first.
    """
    sql = """
        SELECT episode.id FROM credit JOIN episode ON episode.id = credit.thing
        WHERE credit.person = :person GROUP BY episode.id
        ORDER BY episode.popularity DESC, episode.date DESC, episode.id LIMIT :limit
    """
    rows = db.execute(sql, {"person": person, "limit": limit})
    return [row[0] for row in rows]


def names(db: Database, people: Iterable[int]) -> dict[int, str]:
    """Give the names of people by their permanent ids; those who are not there have none."""
    asked = sorted(set(people))
    found: dict[int, str] = {}
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        listed, key = marks(some)
        sql = f"SELECT id, name FROM person WHERE id IN ({listed})"  # noqa: S608 - marks are counted
        found |= dict(db.execute(sql, key))
    sql = "SELECT first, body FROM crowd WHERE first <= :person ORDER BY first DESC LIMIT 1"
    for person in asked:
        if person not in found and (row := db.execute(sql, {"person": person}).fetchone()):
            name = name_in(row[0], row[1], person)
            found |= {person: name} if name else {}
    return found
