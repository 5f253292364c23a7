"""The last load is taken back: what was told before it is told again, and nothing else is lost."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot import loading
from bot.errors import LoadHeld, NotUndoable
from bot.loading import exporting
from bot.model import Credit, Ids, Rating, SeriesReference, thing_of
from bot.report import Order
from bot.store import Store, catalogue, loads
from bot.store.holder import loading as holding_loads
from tests.loading.dumps import load, tt
from tests.loading.harbour import ARRIVAL, HARBOUR, exported, found, harbour
from tests.loading.reading import episode, everything, lines, show
from tests.loading.reading import load as tell

MAYDAY = show("Mayday", 2003, tvmaze=100)
ONE = episode(MAYDAY, "1x01", "Unlocking Disaster", "2003-09-03", tvmaze=1001)
TWO = episode(MAYDAY, "1x02", "Racing the Storm", "2003-09-10", tvmaze=1002)
GHOSTS = show("Ghosts", 2019, tvmaze=1)
LASTING = {"thing", "identity", "person"}
"""Permanent ids stay given out, and people stay known."""
NOTED = {"people", "names known", "names since"}


async def told(store: Store) -> dict[str, list[Any]]:
    """Give all rows but what stays, and but the numbers of the blocks of the index."""
    rows = await store.read(everything)
    rows["name"] = sorted(row[1:] for row in rows["name"] if row[2] != "person")
    rows["likeness"] = sorted(row[1:] for row in rows["likeness"] if row[1] != "person")
    rows["tally"] = [row for row in rows["tally"] if row[0] not in NOTED]
    return {name: found for name, found in rows.items() if name not in LASTING}


async def left(store: Store) -> int:
    """Count what is kept to take loads back with."""
    sql = "SELECT count(*) FROM undo"
    return int(await store.read(lambda db: db.execute(sql).fetchone()[0]))


async def test_what_was_new_is_gone(started: Store):
    before = await told(started)
    report = await tell(started, GHOSTS, episode(GHOSTS, "1x01", "Who Do?", tvmaze=11))
    assert report.new == 2
    taken = await loading.undo(started, report.load)
    assert (taken.id, taken.new, taken.who) == (report.load, 2, "shell")
    assert await told(started) == before
    assert "Ghosts" not in await found(started, "ghosts")
    assert [one.state for one in await started.read(loads.latest)] == ["undone", "done"]


async def test_what_was_changed_is_as_it_was(store: Store):
    first = msgspec.structs.replace(
        ONE, credits=(Credit(name="Ann", ids=Ids(tvmaze=5)),), ratings=(Rating(value=8.0, votes=9),)
    )
    await tell(store, MAYDAY, first, TWO)
    before = await told(store)
    second = msgspec.structs.replace(
        episode(MAYDAY, "5x05", "Renamed", "2009-01-01", tvmaze=1001),
        credits=(Credit(name="Bo", ids=Ids(tvmaze=6)),),
    )
    report = await tell(store, show("May Day", 2004, tvmaze=100), second)
    assert report.changed == 2
    assert await found(store, "may day 5x05") == ["Renamed"]
    await loading.undo(store, report.load)
    assert await told(store) == before
    assert await found(store, "mayday 1x01") == ["Unlocking Disaster"]
    assert await found(store, "renamed") != ["Renamed"]


async def test_what_another_source_said_of_a_thing_stays(started: Store):
    before = await told(started)
    mayday = show("Mayday!", 2003, tvmaze=100, imdb="tt0386950")
    report = await tell(started, mayday, TWO)
    assert report.changed == 2
    await loading.undo(started, report.load)
    assert await told(started) == before


async def test_episodes_that_changed_places_are_met_in_their_old_ones(store: Store):
    await tell(store, MAYDAY, ONE, TWO)
    before = await store.read(everything)
    turned = [
        episode(MAYDAY, "1x02", "Unlocking Disaster", "2003-09-03", tvmaze=1001),
        episode(MAYDAY, "1x01", "Racing the Storm", "2003-09-10", tvmaze=1002),
    ]
    report = await tell(store, *turned)
    await loading.undo(store, report.load)
    assert (await store.read(everything))["identity"] == before["identity"]
    again = await tell(
        store,
        episode(MAYDAY, "1x01", "Unlocking Disaster", source="table"),
        episode(MAYDAY, "1x02", "Racing the Storm", source="table"),
    )
    assert (again.new, again.changed, again.undecided) == (0, 2, ())


async def test_an_episode_that_moved_to_another_series_is_back_in_its_own(store: Store):
    await tell(store, MAYDAY, ONE, TWO, GHOSTS)
    await tell(store, episode(MAYDAY, "1x01", "Unlocking Disaster", source="Cold Open"))
    before = await told(store)
    moved = episode(GHOSTS, "8x08", "Unlocking Disaster", "2003-09-03", tvmaze=1001)
    report = await tell(store, moved)
    assert await found(store, "ghosts unlocking disaster") == ["Unlocking Disaster"]
    assert await found(store, "ghosts 8x08") == ["Unlocking Disaster"]
    assert "Unlocking Disaster" not in await found(store, "mayday 1x01")
    await loading.undo(store, report.load)
    assert await told(store) == before


async def test_what_is_loaded_again_after_it_was_taken_back_has_its_old_ids(store: Store):
    report = await tell(store, MAYDAY, ONE, TWO)
    before = await store.read(lines)
    await loading.undo(store, report.load)
    assert await store.read(lines) == []
    again = await tell(store, MAYDAY, ONE, TWO)
    assert (again.new, again.load) == (3, report.load + 1)
    assert await store.read(lines) == before


async def test_what_tvmaze_said_of_imdbs_episodes_is_taken_back_and_imdbs_word_stays(
    store: Store, tmp_path: Path
):
    folder = harbour().write(tmp_path / "in")
    await load(store, folder)
    before = await exported(store)
    counts = await store.read(catalogue.counts)
    of = show("The Made-Up Harbour", 2001, tvmaze=7, imdb=tt(HARBOUR))
    report = await tell(
        store, of,
        episode(of, "1x01", "Quoted Arrival", "2001-05-06", tvmaze=71),
        episode(of, "7x01", "The Seventh", "2007-05-06", tvmaze=72),
    )  # fmt: skip
    assert (report.new, report.changed) == (1, 2)
    await loading.undo(store, report.load)
    assert await exported(store) == before
    assert await store.read(catalogue.sources) == ["IMDb"]
    now = await store.read(catalogue.counts)
    assert {word: now[word] for word in ("series", "episodes", "parts")} == {
        word: counts[word] for word in ("series", "episodes", "parts")
    }
    assert await found(store, "quoted arrival") == ['"Quoted" Arrival']
    head = await store.read(catalogue.heading, thing_of(tt(ARRIVAL)))
    assert (head.date, str(head.code)) == ("2001", "S01E01")
    again = await load(store, folder)
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, 7, 0)


async def test_several_loads_are_taken_back_one_after_the_other(started: Store):
    states = [await told(started)]
    numbers = []
    for loaded in (
        [GHOSTS],
        [episode(GHOSTS, "1x01", "Who Do?", tvmaze=11)],
        [episode(GHOSTS, "1x01", "Who Do You Think?", tvmaze=11)],
        [episode(GHOSTS, "1x01", "Who Do You Think?", tvmaze=11)],
        [show("Ghosts (UK)", 2019, tvmaze=1), episode(GHOSTS, "1x02", "Gorilla War", tvmaze=12)],
    ):
        numbers.append((await tell(started, *loaded)).load)
        states.append(await told(started))
    for number in reversed(numbers):
        assert await told(started) == states.pop()
        await loading.undo(started, number)
    assert await told(started) == states.pop()


@pytest.mark.parametrize("number", [0, 1, 3, 999, -1])
async def test_only_the_last_load_can_be_taken_back(store: Store, number: int):
    await tell(store, MAYDAY)
    await tell(store, ONE)
    before = await store.read(everything)
    with pytest.raises(NotUndoable) as error:
        await loading.undo(store, number)
    assert (error.value.number, error.value.last) == (number, 2)
    assert await store.read(everything) == before
    assert [one.state for one in await store.read(loads.latest)] == ["done", "done"]


async def test_nothing_can_be_taken_back_where_nothing_was_loaded(store: Store):
    with pytest.raises(NotUndoable) as error:
        await loading.undo(store, 1)
    assert (error.value.number, error.value.last) == (1, None)


async def test_a_load_is_taken_back_once(store: Store):
    first, second = [(await tell(store, one)).load for one in (MAYDAY, ONE)]
    await loading.undo(store, second)
    with pytest.raises(NotUndoable) as error:
        await loading.undo(store, second)
    assert error.value.last == first


async def test_as_many_loads_as_are_kept_can_be_taken_back_and_no_more(store: Store):
    count = loads.KEPT + 2
    for number in range(1, count + 1):
        await tell(store, MAYDAY, episode(MAYDAY, f"1x{number}", f"Part {number}", tvmaze=number))
    for number in range(count, count - loads.KEPT, -1):
        await loading.undo(store, number)
    assert [line.title for line in await store.read(lines)] == ["Part 1", "Part 2"]
    with pytest.raises(NotUndoable) as error:
        await loading.undo(store, 2)
    assert (error.value.number, error.value.last) == (2, 2)
    assert [line.title for line in await store.read(lines)] == ["Part 1", "Part 2"]
    assert await left(store) == 0


async def test_a_load_that_changed_nothing_is_taken_back_as_well(started: Store):
    before = await told(started)
    report = await loading.load_starter(started)
    assert report.unchanged == 111
    await loading.undo(started, report.load)
    assert await told(started) == before
    assert len([line async for line in exporting.lines(started)]) == 111


async def test_one_load_that_tells_of_a_thing_twice_goes_back_to_what_was_before_both(store: Store):
    await tell(store, MAYDAY, ONE)
    before = await told(store)
    titles = ("First Try", "Second Try")
    every = [episode(MAYDAY, "1x01", title, "2003-09-03", tvmaze=1001) for title in titles]
    report = await loading.load(store, every, Order("TVmaze"))
    assert [line.title for line in await store.read(lines)] == ["Second Try"]
    await loading.undo(store, report.load)
    assert await told(store) == before


async def test_a_series_that_only_its_episodes_named_goes_with_them(store: Store):
    before = await told(store)
    early = msgspec.structs.replace(ONE, series=SeriesReference(title="Mayday"))
    report = await tell(store, early)
    assert len(await store.read(lines)) == 1
    await loading.undo(store, report.load)
    empty = [("episodes", 0), ("parts", 0), ("series", 0)]
    assert await told(store) == before | {"tally": empty}


async def test_who_loads_is_named_to_who_wants_to_take_a_load_back(store: Store):
    report = await tell(store, MAYDAY)
    with holding_loads(store.folder, "TVmaze, 4242"):
        with pytest.raises(LoadHeld) as error:
            await loading.undo(store, report.load)
        assert error.value.holder.startswith("TVmaze, 4242")
    assert (await loading.undo(store, report.load)).id == report.load
