"""Several sources of one series: each thing is there once, whoever told of it first."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from bot.loaders import tvmaze
from bot.model import Episode, Ids, Plot, Series, SeriesReference, thing_of
from bot.store import Store, catalogue, loads
from tests.loading import reading
from tests.loading.dumps import Made, load, tt
from tests.loading.reading import episode, everything, lines, show, shows
from tests.loading.shared import needed

LIGHT = 2000100
FACTS = [
    ("1x01", "Pilot", "Pilot", "2010-01-03"),
    ("1x02", "The Storm", "The Storm!", "2010-01-10"),
    ("1x03", "Episode #1.3", "Episode 3", "2010-01-17"),
    ("1x04", "Harbor Lights", "Harbour Lights", "2010-01-24"),
    ("1x05", "Episode #1.5", "The Reckoning", "2010-01-31"),
    ("2x01", "Return", "Return", "2011-02-06"),
    ("2x02", "Folge 2", "Episode 2", "2011-02-13"),
]
"""Where an episode stands, how IMDb calls it and how TVmaze does, and its day."""
SHOW = show("The Lighthouse", 2010, tvmaze=500, imdb=tt(LIGHT))
BY_NAME = SeriesReference(title="the lighthouse", year=2010)


def dumps(folder: Path, made: Made | None = None) -> Path:
    """Write dumps of the facts, and of another series of that title."""
    made = made or facts()
    return made.write(folder)


def facts() -> Made:
    """Tell the facts as IMDb does."""
    made = Made()
    made.series(LIGHT, "The Lighthouse", year=2010)
    made.series(LIGHT + 50, "The Lighthouse", year=2018)
    made.episode(LIGHT + 51, LIGHT + 50, "1x01", "Pilot", year=2018)
    for number, (code, title, _, day) in enumerate(FACTS, 1):
        made.episode(LIGHT + number, LIGHT, code, title, year=day[:4])
        made.rated(LIGHT + number, "8.5", 100 * number)
        made.credit(LIGHT + number, 1, 7, "actor", characters='["Keeper"]')
    made.person(7, "Ann Example")
    return made


def tvmaze_facts() -> list[Series | Episode]:
    """Tell the facts as TVmaze does."""
    told = [
        episode(SHOW, code, title, day, tvmaze=5000 + number)
        for number, (code, _, title, day) in enumerate(FACTS, 1)
    ]
    return [SHOW, *told]


def table_facts() -> list[Series | Episode]:
    """Tell of two of them in a table, without any id."""
    plot = (Plot(text="The lamp goes out."),)
    return [
        msgspec.structs.replace(episode(BY_NAME, code, title, source="table"), plots=plot)
        for code, _, title, _ in (FACTS[1], FACTS[5])
    ]


async def into(store: Store, source: str, folder: Path) -> tuple[int, int, int, tuple[str, ...]]:
    """Load one source, and give what was new, changed and gone, and what could not be decided."""
    if source == "IMDb":
        report = await load(store, dumps(folder / "dumps"))
    else:
        tellings = tvmaze_facts() if source == "TVmaze" else table_facts()
        report = await reading.load(store, *tellings)
    return report.new, report.changed, report.gone, report.undecided


async def told_by(store: Store, code: str) -> dict[str, str]:
    """Say who tells what title of the episode at a place of the series of 2010."""
    [one] = [
        line for line in await store.read(lines) if line.code == code and await mine(store, line)
    ]
    every = await store.read(catalogue.read_episode, one.id)
    return {telling.source: telling.titles[0].text for telling in every}


async def mine(store: Store, line: reading.Line) -> bool:
    """Tell whether an episode is one of the series of 2010."""
    return (await store.read(catalogue.heading, line.series)).start_year == 2010


ORDERS = [
    ("IMDb", "TVmaze", "table"),
    ("TVmaze", "IMDb", "table"),
    ("TVmaze", "table", "IMDb"),
    ("IMDb", "table", "TVmaze"),
]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
async def test_each_episode_is_one_and_both_titles_are_kept(
    started: Store, tmp_path: Path, order: Sequence[str]
):
    before = len(await started.read(lines))
    for source in order:
        new, _, gone, undecided = await into(started, source, tmp_path)
        assert (gone, undecided) == (0, ())
        assert new == 0 or source in {order[0], "IMDb"}
    every = await started.read(lines)
    assert len(every) == before + len(FACTS) + 1
    assert len(await started.read(shows)) == 3
    for code, by_imdb, by_tvmaze, _ in FACTS:
        shown = f"S{int(code[0]):02}E{int(code[2:]):02}"
        told = await told_by(started, shown)
        assert (told["IMDb"], told["TVmaze"]) == (by_imdb, by_tvmaze)
        assert ("table" in told) == (code in {"1x02", "2x01"})


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
async def test_everything_again_changes_nothing(
    started: Store, tmp_path: Path, order: Sequence[str]
):
    for source in order:
        await into(started, source, tmp_path)
    known = await started.read(everything)
    live = started.catalogue
    for source in order:
        assert await into(started, source, tmp_path) == (0, 0, 0, ())
    again = await started.read(everything)
    keys = {"thing", "identity"}  # what IMDb alone told of is remembered when it is met
    assert {name: again[name] for name in known if name not in keys} == {
        name: known[name] for name in known if name not in keys
    }
    for source in reversed(order):
        assert await into(started, source, tmp_path) == (0, 0, 0, ())
    assert await started.read(everything) == again
    assert started.catalogue == live
    counts = [load.new + load.changed + load.gone for load in await started.read(loads.latest)]
    assert counts[:6] == [0] * 6


async def test_a_title_that_only_says_a_number_is_not_shown_beside_one_that_says_more(
    started: Store, tmp_path: Path
):
    for source in ("IMDb", "TVmaze"):
        await into(started, source, tmp_path)
    shown = {line.title for line in await started.read(lines)}
    assert {"Pilot", "The Reckoning", "Harbor Lights", "Folge 2"} <= shown
    assert "Episode #1.5" not in shown


async def test_any_order_tells_the_same(empty: Path, tmp_path: Path):
    told = []
    for number, order in enumerate(ORDERS):
        async with Store.opened(tmp_path / f"store{number}") as store:
            for source in order:
                await into(store, source, tmp_path)
            counts = await store.read(catalogue.counts)
            told.append((await by_source(store), counts["series"], counts["episodes"]))
    assert told[1:] == told[:1] * (len(ORDERS) - 1)


async def by_source(store: Store) -> set[tuple[str, str, str]]:
    """Say who tells of what under which title, each with the IMDb id of the thing."""
    found = set()
    for line in await store.read(lines):
        ids = await store.read(catalogue.ids, line.id)
        for one in await store.read(catalogue.read_episode, line.id):
            found.add((one.source, one.titles[0].text, str(ids.imdb)))
    return found


async def test_series_of_one_title_are_told_apart_by_their_years(store: Store, tmp_path: Path):
    await load(store, dumps(tmp_path / "in"))
    later = show("The Lighthouse", 2018, tvmaze=900)
    report = await reading.load(store, later, episode(later, "1x01", "Pilot", tvmaze=901))
    assert (report.new, report.changed) == (0, 2)
    [told] = [line for line in await store.read(lines) if line.series == thing_of(tt(LIGHT + 50))]
    assert {one.source for one in await store.read(catalogue.read_episode, told.id)} == {
        "IMDb", "TVmaze"
    }  # fmt: skip
    unknown = show("The Lighthouse", tvmaze=950)
    assert (await reading.load(store, unknown)).new == 1, "no year: it may be any or none of them"


async def test_a_contradiction_is_listed_and_changes_nothing(store: Store, tmp_path: Path):
    await load(store, dumps(tmp_path / "in"))
    before = await store.read(everything)
    wrong = episode(BY_NAME, "1x02", "A Wedding", source="table")
    other = episode(BY_NAME, "1x05", "Folge 6", source="table")
    report = await reading.load(store, wrong, other)
    assert [reason.split(":")[0] for reason in report.undecided] == ["A Wedding", "Folge 6"]
    assert await store.read(everything) == before


async def test_a_contradiction_in_the_dumps_is_listed_and_the_rest_is_loaded(
    store: Store, tmp_path: Path
):
    await reading.load(store, SHOW, episode(SHOW, "1x02", "A Wedding", "2010-01-10", tvmaze=9))
    report = await load(store, dumps(tmp_path / "in"))
    assert [reason.split(":")[0] for reason in report.undecided] == ["The Storm"]
    assert len(await store.read(lines)) == len(FACTS) + 1
    again = await load(store, dumps(tmp_path / "in"))
    assert (again.new, again.changed, again.gone) == (0, 0, 0)
    assert again.undecided == report.undecided


async def test_a_series_that_imdb_has_lost_keeps_its_episodes(store: Store, tmp_path: Path):
    made = facts()
    made.rows["title.basics"] = [row for row in made.rows["title.basics"] if "tvSeries" not in row]
    await reading.load(store, SHOW)
    report = await load(store, dumps(tmp_path / "in", made))
    assert report.undecided == ()
    assert {line.series for line in await store.read(lines)} == {
        thing_of(tt(LIGHT)), thing_of(tt(LIGHT + 50))
    }  # fmt: skip


TURNED = {"2x01": "2x02", "2x02": "2x01"}


def turned() -> list[Series | Episode]:
    """Tell of a second season whose first two episodes stand the other way round."""
    return [
        SHOW,
        episode(SHOW, "2x02", "Return", "2011-02-06", tvmaze=5006),
        episode(SHOW, "2x01", "Away", "2011-02-13", tvmaze=5007),
    ]


def straight() -> Made:
    """Tell of the same season as IMDb does."""
    made = Made()
    made.series(LIGHT, "The Lighthouse", year=2010)
    made.episode(LIGHT + 6, LIGHT, "2x01", "Return", year=2011)
    made.episode(LIGHT + 7, LIGHT, "2x02", "Away", year=2011)
    return made


async def test_another_numbering_of_tvmaze_meets_imdbs_by_title_and_year(
    store: Store, tmp_path: Path
):
    await load(store, straight().write(tmp_path / "in"))
    report = await reading.load(store, *turned())
    assert (report.new, report.changed, report.undecided) == (0, 3, ())
    every = await store.read(lines)
    assert [(line.code, line.title) for line in every] == [("S02E01", "Return"), ("S02E02", "Away")]
    told = await store.read(catalogue.read_episode, every[0].id)
    assert {(one.source, one.numberings[0].number) for one in told} == {("IMDb", 1), ("TVmaze", 2)}


async def test_another_numbering_is_listed_where_no_title_and_year_agree(
    store: Store, tmp_path: Path
):
    await reading.load(store, *turned())
    before = await store.read(everything)
    made = straight()
    made.rows["title.basics"] = [row.replace("2011", "2015") for row in made.rows["title.basics"]]
    report = await load(store, made.write(tmp_path / "in"))
    assert [reason.split(":")[0] for reason in report.undecided] == ["Return", "Away"]
    after = await store.read(everything)
    assert after["episode"] == before["episode"]


async def test_another_numbering_of_imdb_meets_tvmazes_by_title_and_year(
    store: Store, tmp_path: Path
):
    await reading.load(store, *turned(), episode(SHOW, "2x03", "Home", "2011-02-20", tvmaze=5008))
    made = straight()
    made.episode(LIGHT + 8, LIGHT, "2x04", "Home", year=2011)
    report = await load(store, made.write(tmp_path / "in"))
    assert (report.new, report.undecided) == (0, ())


async def test_a_source_that_renumbers_and_renames_keeps_every_episode(
    store: Store, tmp_path: Path
):
    await load(store, dumps(tmp_path / "in"))
    await reading.load(store, *tvmaze_facts())
    before = {line.id for line in await store.read(lines)}
    moved = [
        episode(SHOW, f"3x{number:02}", f"Renamed {number}", day, tvmaze=5000 + number)
        for number, (_, _, _, day) in enumerate(FACTS, 1)
    ]
    report = await reading.load(store, *moved)
    assert (report.new, report.changed, report.undecided) == (0, len(FACTS), ())
    made = facts()
    made.rows["title.basics"] = [
        row.replace("The Storm", "The Great Storm") for row in made.rows["title.basics"]
    ]
    made.rows["title.episode"] = [
        row.replace("\t1\t", "\t4\t") for row in made.rows["title.episode"]
    ]  # fmt: skip
    report = await load(store, dumps(tmp_path / "again", made))
    assert (report.new, report.gone, report.undecided) == (0, 0, ())
    assert {line.id for line in await store.read(lines)} == before
    assert await told_by(store, "S04E02") == {"IMDb": "The Great Storm", "TVmaze": "Renamed 2"}


class Recorded(NamedTuple):
    """A recorded answer, and dumps made of its facts."""

    tellings: list[Series | Episode]
    folder: Path


@pytest.fixture
def recorded_show(tmp_path: Path) -> Recorded:
    """Give the 62 episodes of one show by TVmaze, and by dumps with titles a little different."""
    [path] = needed().glob("catalog/tvmaze/show_169_*_episodes.json")
    told = tvmaze.read_answer(path.read_bytes(), path.name)
    of = show("Breaking Bad", 2008, tvmaze=169, imdb="tt0903747")
    linked = SeriesReference(ids=Ids(tvmaze=169))
    episodes = [
        msgspec.structs.replace(one, series=linked) for one in told if isinstance(one, Episode)
    ]
    made = Made()
    made.series(903747, "Breaking Bad", year=2008)
    for number, one in enumerate(episodes, 1):
        [place] = one.numberings
        title = one.titles[0].text.replace("...", "…").replace(" and ", " & ")
        title = f"Episode #{place.season}.{place.number}" if number % 9 == 0 else title
        code, year = f"{place.season}x{place.number}", one.releases[0].date[:4]
        made.episode(9000000 + number, 903747, code, title, year=year)
        made.rated(9000000 + number, "9.0", 1000 + number)
    return Recorded([of, *episodes], made.write(tmp_path / "recorded"))


@pytest.mark.shared
@pytest.mark.parametrize("first", ["IMDb", "TVmaze"])
async def test_a_recorded_show_and_dumps_of_it_are_62_episodes(
    store: Store, recorded_show: Recorded, first: str
):
    if first == "IMDb":
        await load(store, recorded_show.folder)
    report = await reading.load(store, *recorded_show.tellings)
    if first == "TVmaze":
        report = await load(store, recorded_show.folder)
    assert (report.new, report.changed, report.undecided) == (0, 63, ())
    every = await store.read(lines)
    assert len(every) == 62
    for line in every:
        told = await store.read(catalogue.read_episode, line.id)
        assert [one.source for one in told] == ["IMDb", "TVmaze"]
        places = {(one.numberings[0].season, one.numberings[0].number) for one in told}
        assert len(places) == 1
    again = [await load(store, recorded_show.folder)]
    again.append(await reading.load(store, *recorded_show.tellings))
    assert [(one.new, one.changed, one.gone, one.undecided) for one in again] == [(0, 0, 0, ())] * 2
