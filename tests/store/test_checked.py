"""A generation is looked at before it goes live: what is missing from it is told."""

from pathlib import Path

import pytest

from bot.errors import StoreCorrupt
from bot.packed import EMPTY
from bot.store import bulk
from tests.store.folders import connected


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A generation of a series with 300 episodes."""
    path = tmp_path / "catalogue-1.db"
    with bulk.building(path) as fresh:
        fresh.series([(1, "Harbour", "series", 2001, None, "unknown", 5, EMPTY)])
        fresh.episodes(
            (number, 1, 1, number, "Arrival", "regular", "2001-05-04", number % 3, EMPTY)
            for number in range(2, 302)
        )
        fresh.index("name", "series", "episode")
        fresh.all_added()
        fresh.finish(0, 0)
    return path


def test_a_whole_generation_passes(built: Path):
    bulk.check(built)


@pytest.mark.parametrize("index", ["episode_place", "episode_popularity", "episode_date"])
def test_an_index_that_has_not_the_rows_of_its_table_is_told_of(built: Path, index: str):
    with connected(built) as database:  # hidden from SQLite, it keeps what the table loses
        database.execute("PRAGMA writable_schema = ON")
        hidden = database.execute("SELECT * FROM sqlite_master WHERE name = ?", (index,)).fetchone()
        database.execute("DELETE FROM sqlite_master WHERE name = ?", (index,))
    with connected(built) as database:
        database.execute("DELETE FROM episode WHERE id = 101")
        database.execute("PRAGMA writable_schema = ON")
        database.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, ?, ?)", hidden)
    with pytest.raises(StoreCorrupt, match=index):
        bulk.check(built)


def test_a_page_that_is_damaged_is_told_of(built: Path):
    content = bytearray(built.read_bytes())
    at = content.index(b"Arrival")
    content[at - 2000 : at] = b"\xff" * 2000
    built.write_bytes(content)
    with pytest.raises(StoreCorrupt):
        bulk.check(built)


def test_an_episode_of_no_series_is_told_of(built: Path):
    with connected(built) as database:
        database.execute("DELETE FROM series")
    with pytest.raises(StoreCorrupt, match="1"):
        bulk.check(built)


def test_an_index_of_a_table_without_ids_of_rows_is_looked_at_too(built: Path):
    with connected(built) as database:
        database.execute("CREATE TABLE bare (a INTEGER PRIMARY KEY, b TEXT) WITHOUT ROWID")
        database.execute("CREATE INDEX bare_b ON bare (b)")
        database.execute("INSERT INTO bare VALUES (1, 'one')")
    bulk.check(built)
