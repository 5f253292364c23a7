"""Lists of what people are in, packed and read again, are what a plain reading gives."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import PERSON_IDS, TITLE_IDS
from bot.store import Database, Store, postings
from bot.store.postings import Posted

WIDE = 10**10 - 1
"""The largest number that ten digits write."""
people = st.one_of(
    st.integers(1, 300), st.sampled_from([2**32 - 1, 2**32, 2**33, WIDE]), st.integers(1, WIDE)
)
Told = tuple[list[int], int, int]
"""The ids of things, how many are series, and of how many series they are."""
Pairs = Sequence[tuple[int, int]]
"""People's numbers, and where a thing stands among all, the newest first."""


def things_of(count: int, *, wide: bool) -> tuple[list[int], list[int]]:
    """Give the numbers of things and of their series; every third is its own."""
    numbers = [1000 + 7 * at + (WIDE - 10**6) * wide * (at % 2) for at in range(count)]
    return numbers, [numbers[at - at % 3] for at in range(count)]


def packed(pairs: Pairs, numbers: list[int], series: list[int]) -> list[tuple[int, bytes]]:
    keys = np.array([one << postings.RANK | at for one, at in pairs], np.uint64)
    keys.sort()
    return [*postings.rows(keys, np.array(numbers), np.array(series))]


def plain(pairs: Pairs, numbers: list[int], series: list[int]) -> dict[int, Told]:
    """Give what each person is in."""
    found: dict[int, set[int]] = defaultdict(set)
    for one, at in pairs:
        found[one].add(at)
    return {
        one: (
            [numbers[at] + TITLE_IDS for at in sorted(places)],
            sum(numbers[at] == series[at] for at in places),
            len({series[at] for at in places}),
        )
        for one, places in found.items()
    }


def put(db: Database, rows: list[tuple[int, bytes]]) -> None:
    sql = "INSERT INTO posting (first, body) VALUES (:first, :body)"
    db.executemany(sql, [{"first": first, "body": body} for first, body in rows])


def read(db: Database, asked: Sequence[int]) -> dict[int, Told]:
    found = {one: postings.posted(db, PERSON_IDS + one) for one in asked}
    return {one: (told.things.tolist(), told.own, told.series) for one, told in found.items()}


@pytest.fixture(scope="module")
def database() -> Database:
    """The two tables alone, in memory."""
    made = Database(":memory:", isolation_level=None)
    made.execute("CREATE TABLE posting (first INTEGER PRIMARY KEY, body BLOB NOT NULL)")
    made.execute("CREATE TABLE posting_gone (person, thing, series, PRIMARY KEY (person, thing))")
    return made


@given(
    pairs=st.lists(st.tuples(people, st.integers(0, 39)), min_size=1, max_size=60),
    wide=st.booleans(),
    block=st.integers(1, 20),
)
def test_whatever_people_are_in_is_read_as_it_was_told(
    database: Database, pairs: Pairs, *, wide: bool, block: int
):
    numbers, series = things_of(40, wide=wide)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "BLOCK", block)
        rows = packed(pairs, numbers, series)
    database.execute("DELETE FROM posting")
    put(database, rows)
    expected = plain(pairs, numbers, series)
    assert read(database, [*expected]) == expected
    sizes = postings.sizes(database, [PERSON_IDS + one for one in expected])
    assert sizes == {PERSON_IDS + one: len(told[0]) for one, told in expected.items()}
    for one in {1, 301, 2**32, *(each + 1 for each in expected)} - expected.keys():
        assert read(database, [one]) == {one: ([], 0, 0)}
        assert postings.sizes(database, [PERSON_IDS + one]) == {}


def test_nobody_at_all_makes_no_rows():
    assert packed([], [1], [1]) == []


async def test_somebody_in_thousands_of_things_has_them_all(tmp_path: Path):
    numbers, series = things_of(5000, wide=False)
    pairs = [(7, at) for at in range(5000)] + [(one, one) for one in range(1, 2000)]
    rows = packed(pairs, numbers, series)
    assert sum(len(body) for _, body in rows) < 4.3 * len(pairs) + 3 * 2000 + 12 * len({*series})
    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(put, rows)
        assert await store.read(read, [7, 6, 8]) == {
            one: plain(pairs, numbers, series)[one] for one in (7, 6, 8)
        }


@given(
    pairs=st.lists(st.tuples(people, st.integers(0, 39)), min_size=1, max_size=60),
    lost=st.sets(st.integers(0, 39)), block=st.integers(1, 20), long=st.integers(1, 9),
)  # fmt: skip
def test_a_long_list_knows_the_series_that_are_left(
    database: Database, pairs: Pairs, lost: set[int], block: int, long: int
):
    numbers, series = things_of(40, wide=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "BLOCK", block)
        patch.setattr(postings, "LONG", long)
        database.execute("DELETE FROM posting")
        database.execute("DELETE FROM posting_gone")
        put(database, packed(pairs, numbers, series))
        everybody = {PERSON_IDS + one for one, _ in pairs}
        for at in lost:
            postings.drop(database, numbers[at] + TITLE_IDS, series[at] + TITLE_IDS, everybody)
        for one in everybody:
            told = postings.posted(database, one)
            places = {at for each, at in pairs if PERSON_IDS + each == one}
            there = [at for at in sorted(places) if at not in lost]
            assert told.things.tolist() == [numbers[at] + TITLE_IDS for at in there]
            assert told.own == sum(numbers[at] == series[at] for at in there)
            homes = {series[at] + TITLE_IDS for at in there}
            assert postings.homes(database, one) == (homes if len(places) >= long else None)
    database.execute("DELETE FROM posting_gone")


async def test_what_has_gone_from_a_list_is_not_read(tmp_path: Path):
    numbers, series = things_of(9, wide=False)  # of three series, each of which is there as well
    rows = packed([(7, at) for at in range(9)] + [(8, 1)], numbers, series)

    def write(db: Database) -> None:
        put(db, rows)
        for at in (0, 4, 4):
            thing, home = numbers[at] + TITLE_IDS, series[at] + TITLE_IDS
            postings.drop(db, thing, home, [PERSON_IDS + 7, PERSON_IDS + 9])

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        told: Posted = await store.read(postings.posted, PERSON_IDS + 7)
        assert told.things.tolist() == [
            numbers[at] + TITLE_IDS for at in range(9) if at not in {0, 4}
        ]
        assert (told.own, told.series, told.gone) == (2, 3, True)
        assert not (await store.read(postings.posted, PERSON_IDS + 8)).gone
        assert len((await store.read(postings.posted, PERSON_IDS + 9)).things) == 0
