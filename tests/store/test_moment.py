"""What several readings of a question ask for is looked up once, and anew for the next question."""

from pathlib import Path

import pytest

from bot.store import Database, Store, begun, catalogue, index, indexing, places
from bot.store.connection import once

asked: list[str] = []


@once
def look_up(db: Database, name: str) -> list[str]:
    asked.append(name)
    return [row[0] for row in db.execute("SELECT title FROM series ORDER BY id")]


def put_series(db: Database, thing: int = 1, title: str = "Mayday") -> None:
    row = {"kind": "tvSeries", "start_year": 2003, "end_year": None, "status": "ended"}
    catalogue.put_series(db, thing, row | {"title": title, "popularity": 0})


def twice(db: Database) -> list[str]:
    assert look_up(db, "one") is look_up(db, "one")
    return look_up(db, "other")


@pytest.fixture(autouse=True)
def nothing_asked():
    asked.clear()


async def test_one_question_looks_up_the_same_once(tmp_path: Path):
    async with Store.opened(tmp_path / "data") as store:
        await store.read(twice)
        assert asked == ["one", "other"]


async def test_the_next_question_sees_what_was_written_since(tmp_path: Path):
    async with Store.opened(tmp_path / "data") as store:
        assert await store.read(twice) == []
        async with store.writing() as line:
            await line.run(put_series)
        assert await store.read(twice) == ["Mayday"]


async def test_who_writes_sees_at_once_what_is_written(tmp_path: Path):

    def write(db: Database) -> list[list[str]]:
        before = look_up(db, "one")
        put_series(db)
        return [before, look_up(db, "one")]

    async with Store.opened(tmp_path / "data") as store, store.writing() as line:
        assert await line.run(write) == [[], ["Mayday"]]


async def test_a_name_of_very_many_is_kept_apart_from_some_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", 3)
    many = begun.MANY + 20

    def write(db: Database) -> None:
        for thing in range(1, many + 1):
            index.put_names(db, thing, thing, "series", [("pilot", "Pilot")], thing)
        index.put_names(db, many + 1, many + 1, "series", [("quiet gale", "Quiet Gale")], 1)
        indexing.settle(db)

    def ask(db: Database) -> tuple[int, int, int, int]:
        names = ["pilot", "quiet gale", "nobody's"]
        return (
            len(index.exact(db, names, "series", 5)),
            len(index.exact(db, names, "series")),
            len(index.exact(db, ["pilot"], "series", 5)),
            len(index.exact(db, ["quiet gale"], "series", 5)),
        )

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        assert await store.read(ask) == (5 + 1, begun.KEPT + 1, 5, 1)


async def test_a_place_is_found_in_all_series_of_a_name_that_very_many_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(indexing, "FEW", 3)
    many = begun.MANY + 20

    def write(db: Database) -> None:
        for thing in range(1, many + 1):
            index.put_names(db, thing, thing, "series", [("pilot", "Pilot")], thing)
            put_series(db, thing, "Pilot")
            row = {"title": None, "kind": "tvEpisode", "date": None, "popularity": thing}
            for season in (1, 2) if thing in {1, many} else (1,):
                place = {"season": season, "number": 1}
                catalogue.put_episode(db, 1000 * season + thing, thing, row | place)
        indexing.settle(db)

    async with Store.opened(tmp_path / "data") as store:
        async with store.writing() as line:
            await line.run(write)
        some = await store.read(places.numbered, "pilot", 1, 1)
        assert [one.thing for one in some] == [1000 + thing for thing in range(many, 70, -1)]
        assert [one.thing for one in await store.read(places.numbered, "pilot", 2, 1)] == [
            2000 + many, 2001,
        ]  # fmt: skip
