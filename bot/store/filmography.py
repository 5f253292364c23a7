"""What people did, page by page, and what each of several did last."""

from collections.abc import Sequence

import msgspec

from bot.errors import Gone
from bot.model import Credit, Heading, Ids, trust
from bot.page import WORKS, Namesake, PersonPage, Work
from bot.store import identity, imdb, people
from bot.store.appearances import Appearances
from bot.store.catalogue import headings
from bot.store.connection import Database, marks


def page(db: Database, person: int, at: int = 0) -> PersonPage:
    """Read one page of what a person did, the last one instead of one behind it; raises Gone."""
    name = people.names(db, [person]).get(person)
    if name is None:
        raise Gone(person)
    every = Appearances(db, person)
    counted = every.counted()
    at = min(at, max(0, counted.things - 1) // WORKS)
    heads = headings(db, [one.thing for one in every.page(WORKS, at * WORKS)])
    return PersonPage(
        person,
        name,
        _ids(db, person),
        _works(db, every, heads),
        at,
        *counted,
    )


def _ids(db: Database, person: int) -> Ids:
    told = dict(identity.keys(db, person))
    named = {scheme: told[scheme] for scheme in Ids.__struct_fields__ if scheme in told}
    return msgspec.convert(named, Ids, strict=False)


def _works(db: Database, every: Appearances, heads: Sequence[Heading]) -> tuple[Work, ...]:
    if not heads:
        return ()
    some, key = marks([head.id for head in heads])
    sql = f"""
        SELECT thing, told_by, name, department, character, job, billed, guest, himself, voice,
            archive_footage, uncredited, credited_as, source
        FROM credit WHERE person = :person AND thing IN ({some}) ORDER BY position
    """  # noqa: S608 - marks are counted
    rows = sorted(db.execute(sql, key | {"person": every.told}), key=lambda row: trust(row[1]))
    did: dict[int, list[Credit]] = {}
    for thing, _, *fields in rows:
        did.setdefault(thing, []).append(_credit(*fields))
    for head in heads:
        if head.id not in did:
            did[head.id] = [had for one in every.packed for had in imdb.did(db, head.id, one)]
    return tuple(Work(head, tuple(did[head.id])) for head in heads)


def _credit(*fields: object) -> Credit:
    names = (
        "name", "department", "character", "job", "billed", "guest", "himself", "voice",
        "archive_footage", "uncredited", "credited_as", "source",
    )  # fmt: skip
    return msgspec.convert(dict(zip(names, fields, strict=True)), Credit, strict=False)


def known(db: Database, some: Sequence[int]) -> list[Namesake]:
    """Give people who are there, in the order asked, each with what they did last."""
    names = people.names(db, some)
    every = {one: Appearances(db, one) for one in names}
    last = {one: found[0].thing for one, theirs in every.items() if (found := theirs.page(1))}
    heads = {head.id: head for head in headings(db, list(last.values()))}
    return [
        Namesake(one, names[one], every[one].counted().things, heads.get(last.get(one, 0)))
        for one in some
        if one in names
    ]
