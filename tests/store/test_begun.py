"""Beginnings of very many names: the most popular are found without reading them all."""

from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from bot.store import Database, Store, begun, index, indexing


@pytest.fixture
async def empty(tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.opened(tmp_path / "data") as store:
        yield store


def rows(names: list[tuple[str, int]]) -> dict[str, list[int]]:
    """Give what is kept of names with their popularity; a name's id is its place."""
    folded = np.array([name.encode() for name, _ in names], f"S{begun.LONGEST}")
    popularity = np.array([one for _, one in names], np.int32)
    every = begun.rows(folded, np.arange(len(names)), popularity)
    return {prefix: np.frombuffer(best, "<i8").tolist() for prefix, best in every}


def test_only_beginnings_of_many_names_are_kept_with_the_most_popular_first():
    many = [(f"east {number:05}", number) for number in range(begun.MANY + 1)]
    few = [(f"west {number:05}", 5) for number in range(begun.MANY)]
    found = rows(sorted(many + few))
    assert {"e", "ea", "eas", "east", "east ", "east 0", "east 00"} == set(found)
    best = list(range(begun.MANY, begun.MANY - begun.KEPT, -1))
    assert found["e"] == found["eas"] == best


def test_a_beginning_ends_where_a_sign_ends():
    found = rows([(f"éé{number:05}", 1) for number in range(begun.MANY + 1)])
    assert {"é", "éé", "éé0"} <= set(found)
    assert all("\ufffd" not in prefix for prefix in found)


def test_equal_names_have_no_beginning_longer_than_themselves():
    found = rows([("pilot", 1)] * (begun.MANY + 1))
    assert set(found) == {"p", "pi", "pil", "pilo", "pilot", f"pilot{begun.END}"}


async def test_what_a_small_load_writes_and_drops_is_there_at_once(empty: Store):
    def write(db: Database) -> None:
        for thing, votes in ((1, 5), (2, 50), (3, 7)):
            index.put_names(db, thing, thing, "series", [(f"storm {thing}", "Storm")], votes)
        kept = np.array([2048, 1024], "<i8").tobytes()  # as a big load left it
        row = {"prefix": "sto", "kind": "series", "names": kept}
        db.execute("INSERT INTO begun VALUES (:prefix, :kind, :names)", row)
        indexing.settle(db)

    async def found() -> list[int]:
        return [one.thing for one in await empty.read(index.beginning, "sto", "series", 10)]

    async with empty.writing() as line:
        await line.run(write)
    assert await found() == [2, 3, 1]
    async with empty.writing() as line:
        await line.run(index.drop_names, 2)
    assert await found() == [3, 1]


async def test_names_that_are_dropped_or_changed_leave_their_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", 3)
    many = begun.MANY + 20

    def write(db: Database) -> None:
        for thing in range(1, many + 1):
            index.put_names(db, thing, thing, "series", [("pilot", "Pilot")], thing)
        indexing.settle(db)

    def change(db: Database) -> None:
        for thing in range(many, many - begun.KEPT, -1):
            index.drop_names(db, thing)
        index.put_names(db, many, many, "series", [("quiet meadow", "Quiet Meadow")], many)
        indexing.settle(db)

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        assert len(await store.read(index.exact, ["pilot"], "series")) == begun.KEPT
        async with store.writing() as line:
            await line.run(change)
        left = list(range(many - begun.KEPT, 0, -1))
        exact = [one.thing for one in await store.read(index.exact, ["pilot"], "series")]
        assert exact[: begun.KEPT // 2] == left[: begun.KEPT // 2]
        assert set(exact) <= set(left)
        begins = await store.read(index.beginning, "pil", "series", 10)
        assert [one.thing for one in begins] == left[:10]
