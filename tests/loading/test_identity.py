"""The same thing keeps its permanent id, two things stay two, and what is not clear is reported."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from bot import loading
from bot.loaders import tables
from bot.model import Episode, Ids, Numbering, Series, SeriesReference, Title
from bot.store import Store, catalogue
from tests.loading.reading import episode, everything, lines, load, show, shows
from tests.store.folders import copied

MAYDAY = show("Mayday", 2003, tvmaze=100, imdb="tt0386950")
PILOTS = [
    episode(MAYDAY, "1x01", "Unlocking Disaster", "2003-09-03", tvmaze=1001),
    episode(MAYDAY, "1x02", "Racing the Storm", "2003-09-10", tvmaze=1002),
    episode(MAYDAY, "9x05", "Target is Destroyed", "2010-10-06", tvmaze=1905),
]
STARTER = [
    telling
    for file in sorted(loading.STARTER.glob("*.jsonl"))
    for telling in tables.read_file(file)
]


async def test_tvmaze_after_the_starter_adds_a_source_and_no_thing(started: Store):
    before = await started.read(lines)
    report = await load(started, MAYDAY, *PILOTS)
    assert (report.new, report.changed, report.undecided) == (0, 4, ())
    after = await started.read(lines)
    assert [(line.id, line.series) for line in after] == [(line.id, line.series) for line in before]


async def test_the_starter_after_tvmaze_adds_a_source_and_what_is_missing(store: Store):
    await load(store, MAYDAY, *PILOTS)
    before = {line.title: line.id for line in await store.read(lines)}
    report = await load(store, *STARTER)
    assert (report.new, report.changed, report.undecided) == (107, 4, ())
    after = {line.title: line.id for line in await store.read(lines)}
    assert {title: after[title] for title in before} == before
    assert len(await store.read(shows)) == 1


async def test_an_episode_that_its_source_renumbers_keeps_its_id(store: Store):
    await load(store, MAYDAY, *PILOTS)
    before = await store.read(lines)
    turned = [
        episode(MAYDAY, "1x02", "Unlocking Disaster", "2003-09-03", tvmaze=1001),
        episode(MAYDAY, "1x01", "Racing the Storm", "2003-09-10", tvmaze=1002),
    ]
    report = await load(store, *turned)
    assert (report.new, report.changed) == (0, 2)
    after = await store.read(lines)
    assert [line.id for line in after] == [line.id for line in before]
    assert [line.code for line in after] == ["S01E02", "S01E01", "S09E05"]


async def test_an_episode_put_in_between_moves_the_others_and_keeps_their_ids(store: Store):
    await load(store, MAYDAY, *PILOTS[:2])
    one, two = await store.read(lines)
    await load(
        store,
        episode(MAYDAY, "1x01", "Flying on Empty", "2003-08-27", tvmaze=1000),
        episode(MAYDAY, "1x02", "Unlocking Disaster", "2003-09-03", tvmaze=1001),
        episode(MAYDAY, "1x03", "Racing the Storm", "2003-09-10", tvmaze=1002),
    )
    after = await store.read(lines)
    assert [(line.id, line.code, line.title) for line in after[:2]] == [
        (one.id, "S01E02", "Unlocking Disaster"),
        (two.id, "S01E03", "Racing the Storm"),
    ]
    assert [(line.code, line.title) for line in after[2:]] == [("S01E01", "Flying on Empty")]


async def test_a_source_without_ids_that_renumbers_is_recognised_by_title_and_date(store: Store):
    first = episode(MAYDAY, "1x01", "Unlocking Disaster", "2003-09-03", source="table")
    moved = episode(MAYDAY, "1x09", "Unlocking Disaster", "2003-09-03", source="table")
    await load(store, MAYDAY, first)
    [before] = await store.read(lines)
    await load(store, moved)
    [after] = await store.read(lines)
    assert (after.id, after.code) == (before.id, "S01E09")


@pytest.mark.parametrize("dated", [True, False])
async def test_episodes_of_one_name_in_two_seasons_stay_two(store: Store, *, dated: bool):
    one = episode(MAYDAY, "1x01", "Episode 1", "2003-09-03" if dated else None, source="table")
    two = episode(MAYDAY, "2x01", "Episode 1", "2004-09-03" if dated else None, source="table")
    for _ in range(2):
        await load(store, MAYDAY, one, two)
    assert [line.code for line in await store.read(lines)] == ["S01E01", "S02E01"]


async def test_series_of_one_title_stay_two(store: Store):
    british, american = (
        show("Shameless", 2004, tvmaze=746),
        show("Shameless", 2011, tvmaze=150, imdb="tt1586680"),
    )
    one, two = (
        episode(british, "1x01", "Episode 1", "2004-01-13", tvmaze=1),
        episode(american, "1x01", "Pilot", "2011-01-09", tvmaze=2),
    )
    await load(store, british, american, one, two)
    assert [title for _, title in await store.read(shows)] == ["Shameless", "Shameless"]
    assert len({line.series for line in await store.read(lines)}) == 2


async def test_series_of_one_title_whose_years_nobody_tells_stay_two(store: Store):
    await load(store, show("Ghosts", tvmaze=1))
    await load(store, show("Ghosts", source="TMDB", tmdb=2))
    assert len(await store.read(shows)) == 2


async def test_a_series_of_the_same_title_and_year_from_another_place_is_the_same(store: Store):
    await load(store, show("Ghosts", 2019, tvmaze=1))
    await load(store, show("Ghosts", 2019, source="TMDB", tmdb=2))
    assert len(await store.read(shows)) == 1
    await load(store, show("Ghosts", 2019, tvmaze=3))
    assert len(await store.read(shows)) == 2, "one place gives two ids: it means two things"


async def test_an_id_that_belongs_to_two_things_is_reported_and_changes_nothing(store: Store):
    await load(store, show("Ghosts", 2019, tvmaze=1), show("Ghosts US", 2021, imdb="tt0000002"))
    before = await store.read(everything)
    report = await load(store, show("Ghosts", 2019, source="table", tvmaze=1, imdb="tt0000002"))
    assert len(report.undecided) == 1
    assert "Ghosts" in report.undecided[0]
    assert await store.read(everything) == before


async def test_an_id_that_belongs_to_two_episodes_is_reported_and_changes_nothing(store: Store):
    await load(store, MAYDAY, *PILOTS, episode(MAYDAY, "2x01", "Blowout", source="table", tmdb=5))
    before = await store.read(everything)
    report = await load(
        store, episode(MAYDAY, "2x01", "Blowout", source="other", tmdb=5, tvmaze=1001)
    )
    assert len(report.undecided) == 1
    assert await store.read(everything) == before


async def test_a_code_that_has_another_title_is_reported_and_changes_nothing(store: Store):
    await load(store, MAYDAY, *PILOTS)
    before = await store.read(everything)
    report = await load(store, episode(MAYDAY, "1x01", "Fire on Board", source="table"))
    assert len(report.undecided) == 1
    assert "Fire on Board" in report.undecided[0]
    assert "S01E01" in report.undecided[0]
    assert await store.read(everything) == before


async def test_a_contradiction_is_reported_whatever_numbering_stands_first(store: Store):
    await load(store, MAYDAY, *PILOTS)
    told = episode(MAYDAY, "1x01", "Fire on Board", source="table")
    orders = (Numbering(scheme="absolute", number=7), *told.numberings)
    report = await load(store, msgspec.structs.replace(told, numberings=orders))
    assert "S01E01" in report.undecided[0]


async def test_a_title_that_its_own_source_changes_without_an_id_is_reported(store: Store):
    await load(store, MAYDAY, episode(MAYDAY, "1x01", "Unlocking Disaster", source="table"))
    report = await load(store, episode(MAYDAY, "1x01", "The Broken Door", source="table"))
    assert len(report.undecided) == 1
    assert [line.title for line in await store.read(lines)] == ["Unlocking Disaster"]


async def test_a_title_that_its_own_source_changes_under_an_id_is_shown(store: Store):
    await load(store, MAYDAY, episode(MAYDAY, "1x01", "Unlocking Disaster", tvmaze=1))
    report = await load(store, episode(MAYDAY, "1x01", "The Broken Door", tvmaze=1))
    assert report.changed == 1
    assert [line.title for line in await store.read(lines)] == ["The Broken Door"]


async def test_two_episodes_of_one_title_and_day_stay_two(store: Store):
    told = [
        episode(MAYDAY, code, "To be announced", "2003-09-03", tvmaze=number)
        for number, code in enumerate(("1x01", "1x02", "1x03"), 1)
    ]
    for _ in range(2):
        await load(store, MAYDAY, *told)
    assert [line.code for line in await store.read(lines)] == ["S01E01", "S01E02", "S01E03"]


async def test_episodes_before_their_show_meet_it_when_it_comes(store: Store):
    by_title = SeriesReference(title="Mayday")
    early = [episode(by_title, "1x01", "Unlocking Disaster", "2003-09-03", tvmaze=1001)]
    await load(store, *early)
    [before] = await store.read(lines)
    await load(store, MAYDAY, *PILOTS[1:])
    after = await store.read(lines)
    assert after[0] == before
    assert {line.series for line in after} == {before.series}
    assert len(await store.read(shows)) == 1


async def test_episodes_before_their_show_meet_it_by_its_id(store: Store):
    linked = SeriesReference(ids=Ids(tvmaze=100), title="Mayday")
    await load(store, episode(linked, "1x01", "Unlocking Disaster", "2003-09-03", tvmaze=1001))
    await load(store, MAYDAY, *PILOTS)
    assert len(await store.read(shows)) == 1
    assert len(await store.read(lines)) == 3


async def test_episodes_of_an_unknown_show_with_a_known_title_wait_for_it(started: Store):
    linked = SeriesReference(ids=Ids(tvmaze=100), title="Mayday")
    early = episode(linked, "1x01", "Unlocking Disaster", "2003-09-03", tvmaze=1001)
    report = await load(started, early)
    assert len(report.undecided) == 1
    assert "Mayday" in report.undecided[0]
    report = await load(started, MAYDAY, early)
    assert (report.new, report.changed, report.undecided) == (0, 2, ())
    assert len(await started.read(shows)) == 1


@pytest.mark.parametrize(
    "reference",
    [
        SeriesReference(ids=Ids(imdb="tt9999999"), title="Mayday"),
        SeriesReference(title="Mayday", year=1999),
        SeriesReference(ids=Ids(imdb="tt9999999"), title="Mayday", year=1999),
    ],
    ids=["another id", "another year", "both"],
)
async def test_an_episode_of_another_series_of_the_same_title_is_not_put_into_this_one(
    started: Store, reference: SeriesReference
):
    [(mayday, _)] = await started.read(shows)
    await load(started, episode(reference, "40x01", "Rescue at Sea", source="table"))
    [other] = [line for line in await started.read(lines) if line.title == "Rescue at Sea"]
    assert other.series != mayday


async def test_an_episode_finds_its_series_by_title_and_year(started: Store):
    reference = SeriesReference(title="air emergency", year=2003)
    report = await load(started, episode(reference, "9x05", "Target Is Destroyed", source="table"))
    assert (report.new, report.changed, report.undecided) == (0, 1, ())


async def test_an_episode_of_one_of_two_series_of_a_title_is_reported(store: Store):
    await load(store, show("Shameless", 2004, tvmaze=1), show("Shameless", 2011, tvmaze=2))
    before = await store.read(everything)
    told = episode(SeriesReference(title="Shameless"), "1x01", "Pilot", source="table")
    report = await load(store, told)
    assert len(report.undecided) == 1
    assert await store.read(everything) == before


async def test_an_episode_of_a_series_that_nobody_named_is_reported(store: Store):
    report = await load(store, episode(SeriesReference(ids=Ids(tvmaze=9)), "1x01", "Pilot"))
    assert "load the series first" in report.undecided[0]
    assert not await store.read(shows)


@pytest.mark.parametrize("backwards", [False, True])
async def test_a_new_catalogue_gives_every_episode_its_old_id(
    starter: Path, tmp_path: Path, *, backwards: bool
):
    folder = copied(starter, tmp_path)
    linked = SeriesReference(title="Breaking Bad")
    others: list[Series | Episode] = [
        show("Breaking Bad", 2008, tvmaze=169, imdb="tt0903747"),
        episode(linked, "1x01", "Pilot", "2008-01-20", tvmaze=1),
    ]
    async with Store.opened(folder) as store:
        await load(store, MAYDAY, *PILOTS, *others)
        before = await store.read(lines)
    (folder / "catalogue.db").unlink()
    again: list[Sequence[Series | Episode]] = [STARTER, [MAYDAY], PILOTS, others[:1], others[1:]]
    again = [*reversed(again), PILOTS] if backwards else again  # they name their series by id
    async with Store.opened(folder) as store:
        for tellings in again:
            await loading.load(store, tellings)
        assert await store.read(lines) == before


async def test_names_that_differ_in_marks_or_signs_alone_stay_apart(store: Store):
    names = ("C++", "C#", "パパ", "ハハ", "???", "!!!")
    await load(store, *(Series(source="x", titles=(Title(text=name),)) for name in names))
    assert {title for _, title in await store.read(shows)} == set(names)


async def test_parts_of_one_story_are_not_taken_for_each_other(store: Store):
    of = show("Parts", 2003, tvmaze=1)
    one = episode(of, "1x02", "Episode 2", source="a")
    other = episode(of, "1x02", "Episode 1", source="b")
    report = await load(store, of, one, other)
    assert len(report.undecided) == 1


async def test_an_episode_without_a_date_or_a_code_is_met_again(store: Store):
    of = show("Specials", 2003, tvmaze=1)
    special = episode(of, "", "The Making Of", source="table")
    await load(store, of, special)
    again = await load(store, of, special)
    assert (again.new, again.unchanged) == (0, 2)


async def test_ids_are_not_given_out_again_after_an_older_backup_is_put_back(store: Store):
    await load(store, show("One", 2003, tvmaze=1))
    async with store.writing() as line:
        await line.run(lambda db: db.execute("DELETE FROM identity"))
        await line.run(lambda db: db.execute("DELETE FROM thing"))
    await load(store, show("Two", 2004, tvmaze=2))
    assert {title for _, title in await store.read(shows)} == {"One", "Two"}


async def test_a_silent_source_keeps_its_ids_and_years(store: Store):
    await load(store, show("Kept", 2003, tvmaze=1, imdb="tt0000007"))
    await load(store, show("Kept", tvmaze=1))
    [(thing, _)] = await store.read(shows)
    [told] = await store.read(catalogue.read_series, thing)
    assert (told.start_year, told.ids.imdb) == (2003, "tt0000007")
