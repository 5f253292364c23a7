"""Loads killed at any moment: the old catalogue or the new one, whole, and tidy at the next start.

Big loads are killed between statements and file operations, and at moments spread over their time
(what reads has few of either). A job ends only when nobody that a killed process had started is
left.
"""

import asyncio
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from bot import finding
from bot.report import Load
from bot.store import Store, catalogue, loads
from bot.store.generations import FIRST, generations
from tests.faults.dumps import FIRST as OURS
from tests.faults.dumps import dumps
from tests.faults.program import dumped, tabled, undone
from tests.faults.test_killed import copies, program
from tests.store.folders import connected, copied

EVERY = 397
"""Every how many statements and file operations a big load is killed; it has 2,000."""
TIMES = 5
"""How often a big load is killed at a moment of its time."""
STARTER = 110
BOTH = STARTER + 400
"""Episodes of the starter and of the first dumps, which tell of one in common."""
LATER = BOTH + 20
LOCKS = {"coldopen.lock", "loading.lock"}


class Told(NamedTuple):
    """What a store says of itself."""

    episodes: int
    generation: str
    last: Load | None


def sound(folder: Path) -> None:
    """See that every database that has its name is whole."""
    for name in ("community.db", *generations(folder)):
        with connected(folder / name) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], name


def tidy(folder: Path) -> None:
    """See that nothing lies there that no load needs."""
    names = {path.name for path in folder.iterdir()}
    assert names <= LOCKS | {"community.db", *generations(folder)}, "something was left over"
    assert len(generations(folder)) <= 2


async def told(folder: Path) -> Told:
    """Open a store as the next start does, see that it finds and is tidy, and give what it says."""
    sound(folder)
    async with Store.opened(folder) as store:
        assert (await finding.find(store, "mayday 9x05")).page
        episodes = (await store.read(catalogue.counts))["episodes"]
        last = await store.read(loads.last)
        if episodes >= BOTH:
            assert (await finding.find(store, OURS)).page
        (counted,) = await store.read(
            lambda db: db.execute("SELECT count(*) FROM episode").fetchone()
        )
        assert counted == episodes
        generation = store.catalogue.name
    tidy(folder)
    return Told(episodes, generation, last)


@pytest.fixture
def loaded(starter: Path, memory: Path) -> Path:
    """Give a store with the starter and a generation of dumps, closed."""
    start = copied(starter, memory / "start")
    dumped(start, dumps(memory / "first"))
    return start


@pytest.mark.parametrize(("job", "times"), [("dumps", EVERY), ("dumps_in_time", TIMES)])
async def test_a_big_load_killed_at_any_moment_leaves_the_old_catalogue_or_the_new_one(
    loaded: Path, memory: Path, job: str, times: int
):
    before, edited = await told(loaded), dumps(memory / "second", edition=2)
    assert before[:2] == (BOTH, "catalogue-1.db")
    [(_, status)] = program(job, loaded, edited, str(times))
    assert status == 0
    seen = set()
    for number, copy in enumerate(copies(memory)):
        after = await told(copy)
        seen.add(after.episodes)
        if after != before:
            assert after[:2] == (LATER, "catalogue-2.db")
            assert after.last
            assert (after.last.id, after.last.new, after.last.generation) == (3, 21, after[1])
        elif number % 5 == 0:
            await asyncio.to_thread(dumped, copy, edited)
            assert (await told(copy))[:2] == (LATER, "catalogue-2.db")
    assert seen == {BOTH, LATER}


async def test_a_first_big_load_killed_at_any_moment_leaves_nothing_or_all_of_it(memory: Path):
    (start := memory / "start").mkdir()
    [(_, status)] = program("dumps_in_time", start, dumps(memory / "first"), str(TIMES))
    assert status == 0
    for copy in copies(memory):
        async with Store.opened(copy) as store:
            episodes = (await store.read(catalogue.counts))["episodes"]
            last = await store.read(loads.last)
        sound(copy)
        assert (episodes, last and last.generation) in {(401, "catalogue-1.db"), (0, None)}
        tidy(copy)


def table(path: Path) -> Path:
    """Write a table that tells more of episodes of the dumps, of a new one, and of a new series."""
    rows: list[dict[str, object]] = [
        {"record": "series", "titles": [{"text": "Ghosts"}], "start_year": 2019}
    ]
    rows += [
        {
            "record": "episode",
            "series": {"ids": {"imdb": "tt7000000"}},
            "numberings": [{"season": season, "number": number}],
            "titles": [{"text": f"Number {number} of 0" if season == 1 else "Told anew"}],
            "plots": [{"text": "A show is told of."}],
        }
        for season, number in ((1, 1), (1, 2), (1, 3), (9, 1))
    ]
    path.write_text("".join(json.dumps({"source": "shelf", **row}) + "\n" for row in rows))
    return path


async def test_a_small_load_killed_at_any_moment_happened_whole_or_not_at_all(
    loaded: Path, memory: Path
):
    before, added = await told(loaded), table(memory / "table.jsonl")
    [(moments, status)] = program("load_table", loaded, added, "19")
    assert status == 0
    assert moments > 70
    seen = set()
    for number, copy in enumerate(copies(memory)):
        after = await told(copy)
        seen.add(after.episodes)
        if after != before:
            assert after[:2] == (BOTH + 1, before.generation)
            assert after.last
            assert (after.last.id, after.last.new, after.last.changed) == (3, 2, 3)
        elif number % 5 == 0:
            await asyncio.to_thread(tabled, copy, added)
            assert (await told(copy)).episodes == BOTH + 1
    assert seen == {BOTH, BOTH + 1}


@pytest.mark.parametrize("big", [False, True])
async def test_taking_a_load_back_killed_at_any_moment_happened_whole_or_not_at_all(
    loaded: Path, memory: Path, *, big: bool
):
    last = await told(loaded)
    expected = Told(STARTER, FIRST, None)
    if not big:
        expected = last
        await asyncio.to_thread(tabled, loaded, table(memory / "table.jsonl"))
        last = await told(loaded)
    [(_, status)] = program("undo", loaded, "7" if big else "41")
    assert status == 0
    seen = set()
    for copy in copies(memory):
        after = await told(copy)
        assert after[:2] in {last[:2], expected[:2]}
        seen.add(after[:2])
        if after == last:
            await asyncio.to_thread(undone, copy)
            assert (await told(copy))[:2] == expected[:2]
    assert seen == {last[:2], expected[:2]}
