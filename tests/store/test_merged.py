"""Packed things and told ones are one list, page by page, whatever their dates."""

from pathlib import Path
from random import Random

import numpy as np
import pytest

from bot.model import PERSON_IDS, TITLE_IDS
from bot.store import Database, Store, people, postings
from bot.store.appearances import Appearances

WHO = PERSON_IDS + 7
DAYS = ("", "1999", "2001", "2001-05-04", "2001-05-05", "2003")


def fill(db: Database, random: Random) -> list[tuple[str, int]]:
    """Write random things that somebody is in; gives the list that they make, told ones first."""
    for at in range(9):
        people.vanish(db, 1000 - at)
    for table in ("episode", "series", "posting", "posting_gone", "credit"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    packed = sorted((random.choice(DAYS) for _ in range(random.randrange(9))), reverse=True)
    told = sorted((random.choice(DAYS) for _ in range(random.randrange(9))), reverse=True)
    number = np.arange(1, len(packed) + 1)
    keys = np.array([7 << postings.RANK | at for at in range(len(packed))], np.uint64)
    sql = "INSERT INTO posting (first, body) VALUES (:first, :body)"
    for first, body in postings.rows(keys, number, number + 100):
        db.execute(sql, {"first": first, "body": body})
    sql = """
        INSERT INTO series (id, title, kind, status) VALUES (:id, 'Harbour', 'series', 'unknown')
    """
    db.execute(sql, {"id": 1})
    for at, date in enumerate(packed, 1):
        sql = """
            INSERT INTO episode (id, series, kind, date, packed)
            VALUES (:id, 1, 'regular', nullif(:date, ''), x'00')
        """
        db.execute(sql, {"id": TITLE_IDS + at, "date": date})
    for at, date in enumerate(told):
        sql = "INSERT INTO person (id, name) VALUES (:who, 'Ann') ON CONFLICT (id) DO NOTHING"
        db.execute(sql, {"who": WHO})
        sql = """
            INSERT INTO credit (thing, told_by, position, person, department, billed, guest,
                himself, voice, archive_footage, uncredited, source)
            VALUES (:thing, 'table', 0, :who, 'cast', 1, 0, 0, 0, 0, 0, '')
        """
        db.execute(sql, {"who": WHO, "thing": 1000 - at})
        people.appear(db, 1000 - at, 1, date, first=True)
    both = [(date, 0, 1000 - at) for at, date in enumerate(told)]
    both += [(date, 1, TITLE_IDS + at) for at, date in enumerate(packed, 1)]
    both.sort(key=lambda one: one[1])
    both.sort(key=lambda one: one[0], reverse=True)
    return [(date, thing) for date, _, thing in both]


def pages(db: Database, size: int, count: int) -> list[tuple[str, int]]:
    """Read page by page, each as the first thing that is asked."""
    every = [Appearances(db, WHO).page(size, at) for at in range(0, count + size, size)]
    assert all(len(page) <= size for page in every)
    return [(one.date, one.thing) for page in every for one in page]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 20])
async def test_pages_of_any_size_are_pieces_of_one_list(tmp_path: Path, size: int):
    async with Store.opened(tmp_path / "data") as store, store.writing() as line:
        for seed in range(40):
            expected = await line.run(fill, Random(seed))  # noqa: S311 - a case each
            assert await line.run(pages, size, len(expected)) == expected
