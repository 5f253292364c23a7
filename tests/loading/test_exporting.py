"""What a store says is written in our own format, and says the same in another store."""

import random
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from bot import loading
from bot.loaders import tables, tvmaze
from bot.loading import exporting
from bot.model import Episode, Series, SeriesReference, thing_of
from bot.store import Store, catalogue
from tests.loading import reading
from tests.loading.dumps import Made, generated_by_tool, load, tt
from tests.loading.harbour import ARRIVAL, HARBOUR, harbour
from tests.loading.reading import episode, lines
from tests.loading.shared import needed, recorded
from tests.loading.test_imdb_rows import generated
from tests.loading.test_sources_meet import ORDERS, facts, into

Telling = Series | Episode
KIND = msgspec.json.Decoder(Series | Episode)


async def exported(store: Store, series: int | None = None) -> list[bytes]:
    """Export a store, or one series of it: a line a telling."""
    return [line async for line in exporting.lines(store, series)]


async def take(store: Store, every: Sequence[bytes]) -> loading.Report:
    """Load what was exported."""
    return await loading.load(store, tables.read_lines(b"".join(every), "export.jsonl"))


async def see_the_same_in_another(store: Store, folder: Path) -> None:
    """See that an export makes a store that says the same, and changes nothing there again."""
    every = await exported(store)
    expected = await exporting.content_hash(store)
    counts = await store.read(catalogue.counts)
    async with Store.opened(folder) as other:
        report = await take(other, every)
        assert (report.new + report.changed, report.undecided) == (len(every), ())
        assert sorted(await exported(other)) == sorted(every)
        assert await exporting.content_hash(other) == expected
        found = await other.read(catalogue.counts)
        assert (found["series"], found["episodes"]) == (counts["series"], counts["episodes"])
        again = await take(other, every)
        assert (again.new, again.changed, again.unchanged) == (0, 0, len(every))


async def test_nothing_at_all_is_exported_as_nothing(store: Store):
    assert await exported(store) == []
    assert await exporting.content_hash(store) == "0" * 64


async def test_the_starter_says_the_same_in_another_store(started: Store, tmp_path: Path):
    assert len(await exported(started)) == 111
    await see_the_same_in_another(started, tmp_path / "other")


async def test_what_imdb_alone_tells_says_the_same_in_another_store(store: Store, tmp_path: Path):
    await load(store, harbour().write(tmp_path / "in"))
    assert len(await exported(store)) == 7
    await see_the_same_in_another(store, tmp_path / "other")


@pytest.mark.parametrize("seed", range(3))
async def test_dumps_of_every_shape_say_the_same_in_another_store(
    store: Store, tmp_path: Path, seed: int
):
    await load(store, generated(seed, series=5, episodes=60).write(tmp_path / "in"))
    await see_the_same_in_another(store, tmp_path / "other")


@pytest.mark.shared
async def test_generated_dumps_say_the_same_in_another_store(store: Store, tmp_path: Path):
    await load(store, generated_by_tool(tmp_path / "in", episodes=1000))
    await see_the_same_in_another(store, tmp_path / "other")


@pytest.mark.parametrize("region", ["XWW", "CSHH", "DE", "XEU", "SUHH"])
async def test_imdbs_own_regions_can_be_loaded_again(store: Store, tmp_path: Path, region: str):
    made = Made()
    made.series(HARBOUR, "Harbour")
    made.other(HARBOUR, "Haven", region, "cmn-hant" if region == "XWW" else "en")
    await load(store, made.write(tmp_path / "in"))
    await see_the_same_in_another(store, tmp_path / "other")


@pytest.mark.shared
async def test_all_recorded_answers_say_the_same_in_another_store(store: Store, tmp_path: Path):
    needed()
    files = recorded("catalog/tvmaze/**/*.json")
    tellings = [one for file in files for one in tvmaze.read_answer(file.read_bytes(), file.name)]
    await loading.load(store, tellings)
    assert len(await exported(store)) > 700
    await see_the_same_in_another(store, tmp_path / "other")


async def test_all_sources_together_say_the_same_in_another_store(started: Store, tmp_path: Path):
    for source in ORDERS[0]:
        await into(started, source, tmp_path)
    made = facts()
    for dump, rows in harbour().rows.items():
        made.rows[dump] += rows
    await load(started, made.write(tmp_path / "both"))
    assert len(await exported(started)) == 111 + 10 + 8 + 2 + 7
    await see_the_same_in_another(started, tmp_path / "other")


async def test_the_order_of_loading_does_not_change_the_hash(tmp_path: Path):
    hashes = set()
    for number, order in enumerate(ORDERS):
        async with Store.opened(tmp_path / f"store{number}") as store:
            for source in order:
                await into(store, source, tmp_path)
            hashes.add(await exporting.content_hash(store))
    assert len(hashes) == 1


async def test_the_order_of_the_lines_does_not_change_the_hash(started: Store, tmp_path: Path):
    for source in ORDERS[0]:
        await into(started, source, tmp_path)
    every = await exported(started)
    expected = await exporting.content_hash(started)
    random.Random(8).shuffle(every)  # noqa: S311 - no secret
    async with Store.opened(tmp_path / "other") as other:
        assert (await take(other, every)).undecided == ()
        assert await exporting.content_hash(other) == expected


async def test_any_change_changes_the_hash(store: Store, tmp_path: Path):
    hashes = []
    made = harbour()
    for number in range(3):
        await load(store, made.write(tmp_path / str(number)))
        hashes.append(await exporting.content_hash(store))
        made.rated(ARRIVAL, f"{number + 1}.0", 55)
    assert len(set(hashes)) == 3
    await loading.undo(store, 3)
    assert await exporting.content_hash(store) == hashes[1]


async def test_one_series_alone_is_exported_with_its_episodes(started: Store, tmp_path: Path):
    await load(started, harbour().write(tmp_path / "in"))
    every = await exported(started, thing_of(tt(HARBOUR)))
    first, *others = [KIND.decode(line) for line in every]
    assert isinstance(first, Series)
    assert first.titles[0].text == "The Made-Up Harbour"
    assert len(others) == 4
    assert {one.series.ids.imdb for one in others if isinstance(one, Episode)} == {tt(HARBOUR)}
    async with Store.opened(tmp_path / "other") as other:
        report = await take(other, every)
        assert (report.new, report.undecided) == (5, ())
        assert sorted(await exported(other)) == sorted(every)
        assert len(await other.read(lines)) == 4


async def test_a_long_series_without_an_id_is_exported_with_its_episodes(
    store: Store, tmp_path: Path
):
    named = SeriesReference(title="Specials", year=2003)
    tellings = [
        episode(named, f"2x{number}", f"More {number}", source="table")
        for number in range(1, 2 * exporting.STEP + 3)
    ]
    await reading.load(store, *tellings)
    assert len(await exported(store)) == len(tellings) + 1
    await see_the_same_in_another(store, tmp_path / "other")


async def test_a_store_that_may_only_be_read_is_exported(starter: Path):
    async with Store.opened(starter, writable=False) as store:
        assert len(await exported(store)) == 111
        assert int(await exporting.content_hash(store), 16)
