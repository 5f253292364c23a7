"""A generation goes live: called off, ended in the middle, and where episodes have moved."""

import asyncio
from pathlib import Path

import pytest

from bot.errors import Cancelled
from bot.loaders import imdb
from bot.loaders.rejects import Rejects
from bot.loading import ensure_starter
from bot.loading.building import Dumps, build
from bot.loading.dump import put_live
from bot.loading.progress import Progress
from bot.model import thing_of
from bot.report import Built, Order
from bot.store import Store, catalogue, identity
from bot.store.holder import loading
from tests.loading import reading
from tests.loading.dumps import Made, load, tt
from tests.loading.reading import episode, lines, show

ONE, OTHER = 3000100, 3000200
EPISODE = 3000101
SHOWS = [show("One", 2001, tvmaze=1, imdb=tt(ONE)), show("Other", 2002, tvmaze=2, imdb=tt(OTHER))]


def made() -> Made:
    """Tell of two series with an episode each."""
    told = Made()
    told.series(ONE, "One", year=2001)
    told.series(OTHER, "Other", year=2002)
    told.episode(EPISODE, ONE, "1x01", "Arrival", year=2001)
    told.episode(OTHER + 1, OTHER, "1x01", "Return", year=2002)
    return told


async def built(store: Store, folder: Path) -> Built:
    """Build a generation that is not live yet."""
    known = await store.read(identity.known)
    asked = Dumps(imdb.check_folder(folder), store.folder, store.catalogue, known, 0.001)
    return await asyncio.to_thread(build, asked, Rejects(), Progress())


class Ending(Progress):
    """Ends after the first series, as a process does that is killed then."""

    def advance(self, done: int = 1) -> None:
        super().advance(done)
        if self.stage == "matching" and self.done == 1:
            self.call_off()


async def test_who_is_ended_while_matching_goes_on_where_that_was(store: Store, tmp_path: Path):
    await reading.load(store, *SHOWS)
    with loading(store.folder, "the test"):
        generation = await built(store, made().write(tmp_path / "in"))
        with pytest.raises(Cancelled):
            await put_live(store, generation, Order("IMDb"), Ending())
        assert store.catalogue.name == "catalogue.db"
        assert await store.read(lines) == []
        await put_live(store, generation, Order("IMDb"), Progress())
    assert store.catalogue.name != "catalogue.db"
    assert [line.title for line in await store.read(lines)] == ["Arrival", "Return"]
    again = await load(store, made().write(tmp_path / "again"))
    assert (again.new, again.changed, again.gone, again.undecided) == (0, 0, 0, ())


async def test_who_is_ended_after_naming_it_puts_it_live_the_next_time(
    store: Store, tmp_path: Path
):
    with loading(store.folder, "the test"):
        generation = await built(store, made().write(tmp_path / "in"))
        generation.path.rename(generation.path.with_suffix(""))
        await put_live(store, generation, Order("IMDb"), Progress())
        live = store.catalogue
        # Its answer may have been lost: asked once more it is live already.
        await put_live(store, generation, Order("IMDb"), Progress())
    assert store.catalogue == live
    assert len(await store.read(lines)) == 2


async def test_an_episode_that_moved_to_a_series_nobody_else_knows_moves(
    store: Store, tmp_path: Path
):
    await load(store, made().write(tmp_path / "first"))
    await reading.load(store, SHOWS[0], episode(SHOWS[0], "1x01", "Arrival", "2001-01-02"))
    moved = made()
    moved.rows["title.episode"][0] = f"{tt(EPISODE)}\t{tt(OTHER)}\t1\t2"
    for name in ("second", "third"):
        report = await load(store, moved.write(tmp_path / name))
        assert (report.new, report.gone, report.undecided) == (0, 0, ())
    head = await store.read(catalogue.heading, thing_of(tt(EPISODE)))
    assert head.series_id == thing_of(tt(OTHER))
    assert {line.title for line in await store.read(lines)} == {"Arrival", "Return"}
    inside = "SELECT count(*) FROM name WHERE folded = 'arrival' AND series = :series"
    old = {"series": thing_of(tt(ONE))}
    assert await store.read(lambda db: db.execute(inside, old).fetchone()) == (0,)


async def test_a_bot_starts_while_somebody_loads_into_its_empty_store(store: Store):
    with loading(store.folder, "the first load"):
        await ensure_starter(store)
    assert await store.read(catalogue.is_empty)
    await ensure_starter(store)
    assert not await store.read(catalogue.is_empty)
