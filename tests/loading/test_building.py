"""A folder of dumps becomes the live generation of the catalogue."""

import asyncio
from pathlib import Path

import psutil
import pytest

from bot import loading
from bot.errors import NotUndoable, Unreadable
from bot.loaders import imdb
from bot.loading import exporting
from bot.model import Spec, thing_of
from bot.store import Store, catalogue, loads
from bot.store.generations import FIRST, generations
from tests.loading import reading
from tests.loading.dumps import Made, generated_by_tool, load, tt
from tests.loading.harbour import (
    ARRIVAL,
    HARBOUR,
    ISLAND,
    ISLET,
    SPECIAL,
    exported,
    found,
    harbour,
    page,
)
from tests.loading.plain import plainly
from tests.loading.reading import episode, everything, lines, show


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of dumps."""
    return harbour().write(tmp_path / "dumps")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a closed store into which they were loaded, to be read."""
    folder = tmp_path_factory.mktemp("loaded")

    async def work() -> None:
        async with Store.opened(folder / "store") as store:
            await load(store, harbour().write(folder / "dumps"))

    asyncio.run(work())
    return folder / "store"


async def test_dumps_load_into_an_empty_store_and_load_again_without_a_change(
    store: Store, folder: Path
):
    report = await load(store, folder)
    assert (report.series, report.episodes, report.new) == (2, 5, 7)
    assert (report.people, report.credits, report.load) == (4, 6, 1)
    assert (report.changed, report.unchanged, report.gone, report.undecided) == (0, 0, 0, ())
    live = store.catalogue
    assert live.name == "catalogue-1.db"
    before = await store.read(everything)
    again = await load(store, folder)
    assert (again.new, again.changed, again.unchanged, again.gone) == (0, 0, 7, 0)
    assert again.load == 2
    assert (store.catalogue, await store.read(everything)) == (live, before)
    last, first = await store.read(loads.latest)
    assert (first.generation, last.generation) == (live.name, live.name)
    assert first.version == last.version != ""


async def test_a_second_process_that_is_ended_ends_the_load_and_leaves_nothing(
    store: Store, folder: Path
):
    work = asyncio.create_task(load(store, folder))
    await asyncio.to_thread(end_second_processes)
    with pytest.raises(Unreadable, match="ended before it was done"):
        await work
    assert store.catalogue.name == FIRST
    assert list(store.folder.glob("*.part")) == []
    assert await store.read(catalogue.is_empty)
    assert (await load(store, folder)).new == 7


def end_second_processes() -> None:
    """Wait for the process that reads beside this one, and kill it."""
    me, found = psutil.Process(), 0
    while not found:
        for child in me.children():
            if any("spawn_main" in word for word in child.cmdline()):
                child.kill()
                found += 1


async def test_all_that_the_dumps_say_is_what_the_store_says(store: Store, folder: Path):
    await load(store, folder)
    assert await exported(store) == plainly(folder)


@pytest.mark.shared
async def test_generated_dumps_are_in_the_store_as_they_are_in_the_files(
    store: Store, tmp_path: Path
):
    made = generated_by_tool(tmp_path / "in", episodes=2000)
    report = await load(store, made)
    assert report.episodes == 2000
    assert await exported(store) == plainly(made)
    again = await load(store, made)
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert again.unchanged == report.new == report.series + report.episodes


async def test_an_episodes_page_has_its_cast_its_rating_and_its_genres(store: Store, folder: Path):
    await load(store, folder)
    known = await page(store, ARRIVAL)
    [told] = known.tellings
    assert (known.heading.series, str(known.heading.code)) == ("The Made-Up Harbour", "S01E01")
    assert (known.heading.date, known.heading.start_year) == ("2001", 2001)
    assert (told.source, told.url) == ("IMDb", f"https://www.imdb.com/title/{tt(ARRIVAL)}/")
    assert (told.runtime, told.ratings[0].value, told.ratings[0].votes) == (44, 8.0, 55)
    assert [one.text for one in told.titles] == ['"Quoted" Arrival', "到着"]
    assert [one.value for one in known.facts(Spec)] == ["Crime"]
    cast = [(one.name, one.character, one.job) for one in told.credits]
    assert cast == [
        ("Person 1", 'Det. Lou "Lucky" Marsh / Her Mother', None),
        ("Person 2", "Host", None),
        ("Person 3", None, "executive producer"),
        ("Person 10", "Tenth Man", None),
        ("Person 3", None, "Director"),
    ]
    assert known.next is not None
    assert known.next.title == "Episode #1.2"


async def test_a_series_has_its_years_its_kind_and_its_other_titles(store: Store, folder: Path):
    await load(store, folder)
    [told] = await store.read(catalogue.read_series, thing_of(tt(HARBOUR)))
    assert (told.kind, told.start_year, told.end_year) == ("series", 2001, 2004)
    assert [one.text for one in told.titles] == ["The Made-Up Harbour", "Der erfundene Hafen"]
    assert [(one.name, one.ids.imdb) for one in told.credits] == [(None, "nm0000099")]
    [other] = await store.read(catalogue.read_series, thing_of(tt(ISLAND)))
    assert (other.kind, other.end_year) == ("mini-series", None)
    assert [(one.text, one.kind) for one in other.titles] == [
        ("Island", "shown"), ("Ostrov", "original")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the made-up harbour s01e01", '"Quoted" Arrival'),
        ("made-up harbour 1x02", "Episode #1.2"),
        ("made-up harbour s00e01", "Christmas Special"),
        ("der erfundene hafen 1x01", '"Quoted" Arrival'),
        ("ostrov 1x01", "Islet"),
        ("quoted arrival", '"Quoted" Arrival'),
        ("到着", '"Quoted" Arrival'),
        ("made-up harbour lost tape unnumbered", "Unnumbered Lost Tape"),
        (tt(ARRIVAL), '"Quoted" Arrival'),
        (tt(ISLET), "Islet"),
        (tt(HARBOUR), "The Made-Up Harbour"),
        ("harbour made-up the", "The Made-Up Harbour"),
        ("the maed-up harbuor", "The Made-Up Harbour"),
        ("the maed-up harbuor 1x01", '"Quoted" Arrival'),
    ],
)
async def test_what_was_loaded_is_found(loaded: Path, text: str, expected: str):
    async with Store.opened(loaded, writable=False) as store:
        assert (await found(store, text))[:1] == [expected]


async def test_an_episode_named_after_a_hashtag_is_found_by_it(store: Store, tmp_path: Path):
    made = harbour()
    made.episode(1000109, HARBOUR, "1x09", "Episode #Metoo")
    await load(store, made.write(tmp_path / "in"))
    assert await found(store, "episode metoo") == ["Episode #Metoo"]


async def test_it_is_told_how_much_there_is_and_from_where(started: Store, folder: Path):
    before = await started.read(catalogue.counts)
    await load(started, folder)
    after = await started.read(catalogue.counts)
    more = {word: after[word] - before[word] for word in before}
    assert more == {"series": 2, "episodes": 5, "people": 4, "parts": 6}
    assert await started.read(catalogue.sources) == ["IMDb", "Cold Open"]


async def test_what_other_sources_told_is_there_after_a_big_load(started: Store, folder: Path):
    mayday = show("Mayday", 2003, tvmaze=100, imdb="tt0386950")
    told = episode(mayday, "1x02", "Racing the Storm", "2003-09-03", tvmaze=1002)
    await reading.load(started, mayday, told)
    before = [line async for line in exporting.lines(started)]
    places = await started.read(lines)
    names = await found(started, "racing the storm")
    await load(started, folder)
    after = [line async for line in exporting.lines(started)]
    assert set(before) < set(after)
    assert len(after) == len(before) + 7
    assert set(places) < set(await started.read(lines))
    assert await found(started, "racing the storm") == names == ["Racing the Storm"]
    assert await found(started, "mayday racing teh storm") == ["Racing the Storm"]


async def test_what_is_new_changed_and_gone_is_counted(store: Store, tmp_path: Path):
    await load(store, harbour().write(tmp_path / "first"))
    made = harbour()
    every = made.rows
    every["title.basics"] = [row for row in every["title.basics"] if tt(SPECIAL) not in row]
    every["title.ratings"] = [
        row.replace("8.0\t55", "8.1\t56") for row in every["title.ratings"]
    ]  # fmt: skip
    every["title.principals"] = [
        row for row in every["title.principals"] if tt(HARBOUR) not in row
    ]  # fmt: skip
    made.episode(1000109, HARBOUR, "1x03", "Third")
    report = await load(store, made.write(tmp_path / "second"))
    assert (report.new, report.changed, report.unchanged, report.gone) == (1, 2, 4, 1)
    assert (await page(store, ARRIVAL)).tellings[0].ratings[0].votes == 56
    titles = {line.title for line in await store.read(lines)}
    assert "Third" in titles
    assert "Christmas Special" not in titles
    assert await found(store, "christmas special") != ["Christmas Special"]
    counted = await store.read(catalogue.counts)
    assert (counted["series"], counted["episodes"], counted["parts"]) == (2, 5, 5)


async def test_names_that_come_later_are_shown(store: Store, tmp_path: Path):
    made = harbour()
    nameless = ("title.basics", "title.episode", "title.principals")
    await load(store, made.write(tmp_path / "first", only=nameless))
    await load(store, made.write(tmp_path / "second", only=(*nameless, "name.basics")))
    assert "Person 1" in {one.name for one in (await page(store, ARRIVAL)).tellings[0].credits}


@pytest.mark.parametrize("missing", [name for name in imdb.FILES if name != "title.basics"])
async def test_any_file_but_that_of_the_titles_may_be_missing(
    store: Store, tmp_path: Path, missing: str
):
    made = harbour()
    made.rows[missing] = []
    report = await load(store, made.write(tmp_path / "in"))
    assert report.series == 2
    assert report.episodes == (0 if missing == "title.episode" else 5)
    if missing != "title.episode":
        assert await exported(store) == plainly(tmp_path / "in")


async def test_titles_alone_give_the_series_and_tell_of_the_episodes(store: Store, tmp_path: Path):
    report = await load(store, harbour().write(tmp_path / "in", only=("title.basics",)))
    assert (report.series, report.episodes, report.new) == (2, 0, 2)
    assert report.notes == ("5 episodes have no series in title.episode",)


async def test_gaps_are_told_and_what_can_be_kept_is(store: Store, tmp_path: Path):
    made = harbour()
    made.title(1000190, "Nowhere", "tvEpisode")
    made.episode(1000191, 7777777, "1x01", "Orphan")
    made.episode(1000192, 7777777, "1x02", "Sister")
    made.episode(1000193, 5, "1x01", "Part of a film")
    made.place(1000194, HARBOUR, "1x07")  # of which title.basics says nothing
    report = await load(store, made.write(tmp_path / "in"))
    assert set(report.notes) == {
        "1 episodes have no series in title.episode",
        "2 series are named by their episodes alone",
    }
    assert (report.series, report.episodes, report.new) == (2, 8, 12)
    orphan = await page(store, 1000191)
    assert (orphan.heading.series_id, str(orphan.heading.code)) == (thing_of(tt(7777777)), "S01E01")
    assert orphan.next is not None
    assert orphan.next.title == "Sister"
    assert await found(store, "orphan") == ["Orphan"]


async def test_no_television_at_all_is_no_error(store: Store, tmp_path: Path):
    made = Made()
    made.title(5, "A Film", "movie")
    report = await load(store, made.write(tmp_path / "in", only=tuple(imdb.FILES)))
    assert (report.series, report.episodes, report.new) == (0, 0, 0)
    assert store.catalogue.name == FIRST


async def test_the_generation_before_is_kept_and_older_ones_make_way(
    started: Store, tmp_path: Path
):
    made = harbour()
    for number, kept in ((1, [FIRST, "catalogue-1.db"]), (2, ["catalogue-1.db", "catalogue-2.db"])):
        made.episode(1000200 + number, HARBOUR, f"3x{number}", "One more")
        await load(started, made.write(tmp_path / str(number)))
        assert generations(started.folder) == kept
        assert started.catalogue.name == kept[-1]
    names = {path.name for path in started.folder.iterdir()}
    assert {name for name in names if name.startswith(FIRST)} == set()


async def test_taking_big_and_small_loads_back_goes_all_the_way(started: Store, folder: Path):
    before = await started.read(everything)
    ghosts = show("Ghosts", 2019, tvmaze=1)
    small = await reading.load(started, ghosts, episode(ghosts, "1x01", "Who Do?", tvmaze=11))
    between = [line async for line in exporting.lines(started)]
    big = await load(started, folder)
    assert await found(started, "quoted arrival") == ['"Quoted" Arrival']
    taken = await loading.undo(started, big.load)
    assert (taken.id, taken.new) == (big.load, 7)
    assert started.catalogue.name == FIRST
    assert [line async for line in exporting.lines(started)] == between
    assert '"Quoted" Arrival' not in await found(started, "quoted arrival")
    assert generations(started.folder) == [FIRST]
    await loading.undo(started, small.load)
    after = await started.read(everything)
    kept = {"thing", "identity", "tally"}  # permanent ids stay given out; what was written counts
    assert {name: after[name] for name in before if name not in kept} == {
        name: before[name] for name in before if name not in kept
    }
    assert [one.state for one in await started.read(loads.latest)] == ["undone", "undone", "done"]


async def test_the_first_load_of_all_can_be_taken_back(store: Store, folder: Path):
    report = await load(store, folder)
    await loading.undo(store, report.load)
    assert await store.read(lines) == []
    again = await load(store, folder)
    assert again.new == 7


async def test_a_big_load_after_one_that_was_taken_back_has_a_file_of_its_own(
    started: Store, folder: Path
):
    first = await load(started, folder)
    await loading.undo(started, first.load)
    again = await load(started, folder)
    assert again.new == 7
    assert len(await started.read(lines)) == 115


async def test_small_loads_go_into_the_generation_that_is_live(store: Store, folder: Path):
    big = await load(store, folder)
    small = await reading.load(store, show("Ghosts", 2019, tvmaze=1))
    assert await found(store, "ghosts") == ["Ghosts"]
    assert [one.generation for one in await store.read(loads.latest)] == ["catalogue-1.db"] * 2
    with pytest.raises(NotUndoable) as error:
        await loading.undo(store, big.load)
    assert (error.value.number, error.value.last) == (big.load, small.load)
    await loading.undo(store, small.load)
    await loading.undo(store, big.load)
    assert store.catalogue.name == FIRST
