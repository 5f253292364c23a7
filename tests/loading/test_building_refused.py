"""What can't be loaded, or only was tried, changes nothing, and nothing of it is left behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.errors import Cancelled, LoadHeld, TooManyRejects, Unreadable
from bot.loaders import imdb
from bot.loaders.rejects import Rejects
from bot.loading import Progress
from bot.loading.building import Dumps, build
from bot.report import Order
from bot.store import Store, catalogue, loads
from bot.store.generations import FIRST
from bot.store.holder import loading as holding_loads
from bot.store.identity import Known
from tests.loading import reading
from tests.loading.dumps import load, put, tt
from tests.loading.harbour import HARBOUR, harbour, unchanged
from tests.loading.reading import episode, everything, lines, show
from tests.store.folders import copied


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder of dumps."""
    return harbour().write(tmp_path / "dumps")


@pytest.mark.parametrize("known", [False, True])
async def test_a_dry_run_changes_no_byte_and_says_what_would_change(
    starter: Path, tmp_path: Path, folder: Path, *, known: bool
):
    target = copied(starter, tmp_path / "target")
    told = show("The Made-Up Harbour", 2001, tvmaze=1, imdb=tt(HARBOUR))
    async with Store.opened(target) as store:
        if known:
            await reading.load(store, told, episode(told, "1x01", "Quoted Arrival", tvmaze=11))
        before = await store.read(everything)
    with unchanged(target):
        async with Store.opened(target) as store:
            report = await load(store, folder, Order("IMDb", dry_run=True))
            assert await store.read(everything) == before
            assert len(await store.read(loads.latest)) == 1 + known
            assert store.catalogue.name == FIRST
    assert (report.new, report.changed, report.load) == ((5, 2, 0) if known else (7, 0, 0))
    async with Store.opened(target) as store:
        real = await load(store, folder)
    assert (real.new, real.changed) == (report.new, report.changed)


async def test_a_second_load_at_once_is_told_who_is_loading(store: Store, folder: Path):
    with holding_loads(store.folder, "IMDb, from the shell"):
        for order in (Order("IMDb"), Order("IMDb", dry_run=True)):
            with pytest.raises(LoadHeld) as error:
                await load(store, folder, order)
            assert error.value.holder.startswith("IMDb, from the shell (process ")
        with pytest.raises(LoadHeld):
            await reading.load(store, show("Ghosts", 2019, tvmaze=1))
    assert await store.read(lines) == []
    assert (await load(store, folder)).new == 7


@pytest.fixture
async def building(store: Store, folder: Path) -> AsyncIterator[asyncio.Task[object]]:
    """Begin a load, and give its task when it is under way."""
    task: asyncio.Task[object] = asyncio.create_task(load(store, folder))
    while not list(store.folder.glob("loading-*")):
        assert not task.done()
        await asyncio.sleep(0.005)
    yield task
    await task


async def test_two_big_loads_at_once_are_one_after_the_other_or_refused(
    store: Store, folder: Path, building: asyncio.Task[object]
):
    with pytest.raises(LoadHeld, match="IMDb, shell"):
        await load(store, folder)
    await building
    assert store.catalogue.name == "catalogue-1.db"


async def test_people_are_answered_while_a_generation_is_built(
    store: Store, building: asyncio.Task[object]
):
    while not building.done():
        await store.read(catalogue.counts)
        assert store.catalogue.name in {FIRST, "catalogue-1.db"}
    assert len(await store.read(lines)) == 5


def leftovers(folder: Path) -> list[Path]:
    """Leave what a killed build leaves."""
    part = folder / "catalogue-7.db.part"
    part.write_bytes(b"half of a database")
    work = folder / "loading-abc"
    work.mkdir()
    (work / "texts").write_bytes(b"half")
    return [part, work]


async def test_what_a_killed_build_left_is_gone_after_the_next_opening(
    starter: Path, tmp_path: Path, folder: Path
):
    target = copied(starter, tmp_path / "target")
    left = leftovers(target)
    async with Store.opened(target) as store:
        assert [path for path in left if path.exists()] == []
        await load(store, folder)
        assert store.catalogue.name == "catalogue-1.db"


async def test_what_somebody_builds_at_the_moment_is_left_alone(starter: Path, tmp_path: Path):
    target = copied(starter, tmp_path / "target")
    with holding_loads(target, "IMDb, from the shell"):
        left = leftovers(target)
        async with Store.opened(target):
            assert [path for path in left if not path.exists()] == []
    async with Store.opened(target):
        assert [path for path in left if path.exists()] == []


WRONG = {
    "HTML instead of titles": ("title.basics", b"<html>\n"),
    "HTML instead of ratings": ("title.ratings", b"<html>\n"),
    "HTML instead of the cast": ("title.principals", b"<html>\n"),
    "nothing instead of names": ("name.basics", b""),
    "a cast cut off": ("title.principals", None),
    "titles cut off": ("title.basics", None),
}


@pytest.mark.parametrize("wrong", WRONG)
async def test_a_file_that_is_wrong_as_a_whole_changes_nothing(
    starter: Path, tmp_path: Path, folder: Path, wrong: str
):
    dump, content = WRONG[wrong]
    path = folder / f"{dump}.tsv.gz"
    if content is None:
        path.write_bytes(path.read_bytes()[:-10])
    else:
        put(folder, dump, content, gzipped=True)
    target = copied(starter, tmp_path / "target")
    with unchanged(target):
        async with Store.opened(target) as store:
            with pytest.raises(Unreadable) as error:
                await load(store, folder)
    assert error.value.file == path.name


@pytest.mark.parametrize("dump", ["title.basics", "title.principals", "name.basics"])
async def test_too_many_rejects_call_a_load_off_with_the_place_of_the_first(
    starter: Path, tmp_path: Path, dump: str
):
    made = harbour()
    place = len(made.rows[dump]) + 2
    made.rows[dump] += ["neither this", "nor that"]
    target = copied(starter, tmp_path / "target")
    rejects = Rejects()
    with unchanged(target):
        async with Store.opened(target) as store:
            with pytest.raises(TooManyRejects) as error:
                await load(store, made.write(tmp_path / "in"), rejects=rejects)
    assert (error.value.file, error.value.place) == (f"{dump}.tsv.gz", f"line {place}")
    assert (error.value.count, error.value.rows) == (2, rejects.rows)
    assert rejects.count == 2


@pytest.mark.parametrize("dump", ["title.basics", "title.principals", "name.basics"])
async def test_who_is_strict_stops_at_the_first_row_of_either_process(
    starter: Path, tmp_path: Path, dump: str
):
    made = harbour()
    place = len(made.rows[dump]) + 2
    made.rows[dump].append("neither this")
    folder = made.write(tmp_path / "in")
    target = copied(starter, tmp_path / "target")
    with unchanged(target):
        async with Store.opened(target) as store:
            with pytest.raises(Unreadable) as error:
                await load(store, folder, Order("IMDb", allowed=1.0), Rejects(strict=True))
    assert (error.value.file, error.value.place) == (f"{dump}.tsv.gz", f"line {place}")


async def test_few_rejects_are_counted_and_all_else_is_loaded(store: Store, tmp_path: Path):
    made = harbour()
    rejects = Rejects()
    for dump in imdb.FILES:
        made.rows[dump].append("neither this")
    made.rows["title.ratings"] += ["nor that"] * 1500
    report = await load(
        store, made.write(tmp_path / "in"), Order("IMDb", allowed=0.99), rejects
    )  # fmt: skip
    assert (report.rejected, rejects.count, len(rejects.kept)) == (1507, 1507, 1000)
    assert report.new == 7
    [last] = await store.read(loads.latest)
    assert last.rejected == 1507


@pytest.mark.parametrize("stage", ["reading", "naming", "writing", "indexing", "checking"])
async def test_a_load_that_is_called_off_leaves_everything_as_it_was(
    starter: Path, tmp_path: Path, folder: Path, stage: str
):
    class CalledOff(Progress):
        def begin(self, stage_: str, total: int = 0) -> None:
            if stage_ == stage:
                self.call_off()
            super().begin(stage_, total)

    target = copied(starter, tmp_path / "target")
    with unchanged(target):
        async with Store.opened(target) as store:
            known = Known(set(), set(), set())
            asked = Dumps(imdb.check_folder(folder), target, store.catalogue, known, 0.001)
            with pytest.raises(Cancelled):
                await asyncio.to_thread(build, asked, Rejects(), CalledOff())
