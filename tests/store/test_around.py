"""Series, seasons, people and chance, read out of a real store."""

from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Gone, NoSeason
from bot.model import TITLE_IDS
from bot.page import Score, Season, Viewer
from bot.store import Database, Store, chance, filmography, people, series
from tests.conversations import world
from tests.reviewing import rated
from tests.store.folders import copied

TODAY, NOW = "2026-11-27", datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(empty, tmp_path_factory.mktemp("around"))


@pytest.fixture
async def told(kept: Path, tmp_path: Path) -> AsyncIterator[Store]:
    async with Store.opened(copied(kept, tmp_path / "told")) as store:
        await world.tell(store)
        yield store


def named(db: Database, title: str) -> int:
    """Give the last series or episode of this title."""
    sql = """
        SELECT id FROM series WHERE title = :title UNION ALL
        SELECT id FROM episode WHERE title = :title ORDER BY 1 DESC LIMIT 1
    """
    return int(db.execute(sql, {"title": title}).fetchone()[0])


def person(db: Database, name: str) -> int:
    sql = "SELECT id FROM person WHERE name = :name LIMIT 1"
    return int(db.execute(sql, {"name": name}).fetchone()[0])


async def dated(store: Store, *dates: str | None, season: int | None = 1) -> tuple[str, ...]:
    """Tell which titles are first, latest and next in a series whose episodes have these dates."""

    def write(db: Database) -> int:
        sql = """
            INSERT INTO series (id, title, kind, status)
            SELECT coalesce(max(id), 0) + 100000, 'Dated', 'series', 'running' FROM series
            RETURNING id
        """
        (of,) = db.execute(sql).fetchone()
        sql = """
            INSERT INTO episode (id, series, season, number, title, kind, date)
            VALUES (:id, :series, :season, :number, :title, 'regular', :date)
        """
        for number, date in enumerate(dates, 1):
            row = {"id": of + number, "series": of, "season": season, "number": number}
            db.execute(sql, row | {"title": str(number), "date": date})
        return int(of)

    async with store.writing() as line:
        of = await line.run(write)
    page = await store.read(series.page, of, NOW, Viewer())
    heads = (page.first, page.latest, page.next)
    return tuple((head.title or "") if head else "none" for head in heads)


@pytest.mark.parametrize(
    ("dates", "found"),
    [
        (("2003-01-01", "2004-01-01", "2999-01-01"), ("1", "2", "3")),
        (("2003-01-01", TODAY, "2026-11-28"), ("1", "1", "2")),
        (("2003", "2004", "2999"), ("1", "2", "3")),
        (("2003-01-01", "2004", None), ("1", "2", "none")),
        (("2004", "2003-05-05"), ("1", "1", "none")),
        (("2004", "2004-05-05"), ("1", "2", "none")),
        (("2004-05-05", "2004"), ("1", "2", "none")),
        (("2025", "2026", "2026-11", "2026"), ("1", "1", "2")),
        (("2026", "2026-12-24"), ("1", "none", "2")),
        (("2999-02-01", "2999-01-01"), ("1", "none", "2")),
        ((None, None), ("1", "none", "none")),
        ((), ("none", "none", "none")),
    ],
)
async def test_the_first_the_latest_and_the_next_episode(
    store: Store, dates: tuple[str | None, ...], found: tuple[str, ...]
):
    assert await dated(store, *dates) == found


async def test_without_seasons_days_tell_which_is_the_first_and_the_latest(store: Store):
    found = await dated(store, "2020-03-01", "2019-01-01", "2021-01-01", season=None)
    assert found == ("2", "3", "none")


async def test_seasons_come_in_order_then_specials_then_what_has_none(told: Store):
    def read(db: Database) -> tuple[Season, ...]:
        return series.seasons(db, named(db, "Harbour"))

    found = await told.read(read)
    assert found[0] == (1, 3, "1990-01-01")
    assert found[-2:] == ((0, 2, "1991-12-25"), (None, 1, None))
    assert [number for number, *_ in found] == [*range(1, 28), 0, None]


async def test_members_score_a_series_and_their_own_is_there(told: Store):
    of = await told.read(named, "Harbour")
    await rated(told, 5, of, 7)
    page = await told.read(series.page, of, NOW, Viewer(member=5))
    assert page.score == Score(7.0, 1, 7)


async def test_a_season_has_its_ratings_and_neighbours(told: Store):
    of = await told.read(named, "Harbour")
    page = await told.read(series.season_page, of, 2)
    assert [one.rating for one in page.episodes] == [7, 8, 9]
    assert (page.mean, page.rated, page.looked) == (8.0, 3, 3)
    assert (page.previous and page.previous.number, page.next and page.next.number) == (1, 3)
    last = await told.read(series.season_page, of, None)
    assert (last.mean, last.rated) == (None, 0)
    assert (last.previous and last.previous.number, last.next) == (0, None)


async def test_episodes_without_a_season_come_by_their_days_and_every_one_once(told: Store):
    of = await told.read(named, "Daily")
    pages = [await told.read(series.season_page, of, None, at) for at in (0, 1, 99)]
    found = [one.heading.title for page in pages[:2] for one in page.episodes]
    assert found == [f"Day {n:03}" for n in range(1, 32)]
    assert pages[2] == pages[1]


async def test_many_episodes_are_read_as_they_were_numbered_and_only_some_are_rated(
    told: Store, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(series, "LOOKED", 2)
    of = await told.read(named, "Harbour")
    page = await told.read(series.season_page, of, 2)
    assert [one.heading.number for one in page.episodes] == [1, 2, 3]
    assert (page.mean, page.rated, page.looked) == (7.5, 2, 2)


async def test_what_is_no_series_or_has_no_season_is_told(told: Store):
    with pytest.raises(Gone):
        await told.read(series.page, await told.read(named, "Pilot"), NOW, Viewer())
    with pytest.raises(Gone):
        await told.read(series.season_page, 0, 1)
    with pytest.raises(NoSeason) as caught:
        await told.read(series.season_page, await told.read(named, "Daily"), 5)
    assert caught.value.others == (None,)


async def test_the_latest_season_is_the_last_one_else_what_there_is(told: Store):
    latest = series.latest_season
    assert await told.read(lambda db: latest(db, named(db, "Harbour"))) == 27
    assert await told.read(lambda db: latest(db, named(db, "Daily"))) is None
    async with told.writing() as line:
        await line.run(lambda db: db.execute("DELETE FROM episode WHERE season > 0"))
    assert await told.read(lambda db: latest(db, named(db, "Harbour"))) == 0
    with pytest.raises(NoSeason):
        await told.read(lambda db: latest(db, named(db, "Ghosts")))


async def test_appearances_are_newest_first_and_counted(told: Store):
    def read(db: Database) -> tuple[list[str], people.Counted]:
        ann = person(db, "Ann Example")
        every = people.appearances(db, ann, 1000)
        paged = [one for at in range(0, 90, 9) for one in people.appearances(db, ann, 9, at)]
        assert paged == every
        return [one.date for one in every], people.counted(db, ann)

    dates, counted = await told.read(read)
    assert len(dates) == 82
    assert dates == sorted(dates, reverse=True)
    assert counted == people.Counted(episodes=81, series=1, things=82)


async def test_what_somebody_did_is_read_page_by_page(told: Store):
    ann = await told.read(person, "Ann Example")
    first, last, behind = [await told.read(filmography.page, ann, at) for at in (0, 6, 999)]
    assert (first.name, first.ids.tvmaze, first.things) == ("Ann Example", 5, 82)
    assert [work.credits[0].voice for work in first.works] == [True] * 12
    assert last.works[-1].heading.kind == "series"
    assert last.works[-1].credits[0].character == "Captain"
    assert behind == last
    with pytest.raises(Gone):
        await told.read(filmography.page, 0)


async def test_people_are_told_apart_by_what_they_did_last(told: Store):
    def read(db: Database) -> list[tuple[str, int, str | None]]:
        sql = "SELECT id FROM person WHERE name IN ('Sam Same', 'Ann Example') ORDER BY name, id"
        some = [row[0] for row in db.execute(sql)]
        return [
            (one.name, one.things, one.last and one.last.title)
            for one in filmography.known(db, [*some, 0])
        ]

    assert await told.read(read) == [
        ("Ann Example", 82, "Tide 27.3"),
        ("Sam Same", 1, "Who Do You Think You Are?"),
        ("Sam Same", 1, "Pilot"),
    ]


async def drawn(store: Store, times: int, *place: int | None) -> Counter[int | None]:
    return await store.read(lambda db: Counter(chance.chance(db, *place) for _ in range(times)))


async def test_chance_draws_every_episode_of_a_season_and_no_other(told: Store):
    of = await told.read(named, "Harbour")
    found = await drawn(told, 300, of, 2)
    assert len(found) == 3
    assert min(found.values()) > 50
    assert len(await drawn(told, 600, of)) > 70
    assert await drawn(told, 3, of, 99) == {None: 3}


async def test_chance_draws_from_all_whatever_gaps_there_are_between_ids(told: Store):
    def spread(db: Database) -> None:
        db.execute("DELETE FROM episode WHERE season IS NULL OR season <> 0")
        sql = """
            INSERT INTO episode (id, series, kind) SELECT :id, id, 'regular' FROM series LIMIT 1
        """
        for number in (1, 2, 300):
            db.execute(sql, {"id": TITLE_IDS + number})

    async with told.writing() as line:
        await line.run(spread)
    found = await drawn(told, 600, None)
    assert len(found) == 5
    assert min(found.values()) > 60
    assert max(found.values()) < 200


async def test_chance_has_nothing_where_there_is_nothing(store: Store):
    assert await drawn(store, 1, None) == {None: 1}
    assert await drawn(store, 1, 7) == {None: 1}


async def test_chance_draws_another_one_where_there_is_another(told: Store):
    def read(db: Database) -> tuple[set[int | None], int | None]:
        of, alone = named(db, "Harbour"), named(db, "Who Do You Think You Are?")
        one, *others = [row[0] for row in db.execute(
            "SELECT id FROM episode WHERE series = :of AND season = 0", {"of": of}
        )]  # fmt: skip
        (ghosts,) = db.execute(
            "SELECT series FROM episode WHERE id = :alone", {"alone": alone}
        ).fetchone()
        assert {chance.chance(db, of, 0, one) for _ in range(20)} == set(others)
        return {alone}, chance.chance(db, ghosts, None, alone)

    alone, again = await told.read(read)
    assert alone == {again}


@pytest.mark.parametrize(
    ("dates", "earliest"),
    [
        (("2008-05-07", "2008-04-09", None), "2008-04-09"),
        (("2008", "2008-04-09", "2009"), "2008-04-09"),
        (("2009-04", "2008", "2009"), "2008"),
        (("1999-12", "2000-01-01"), "1999-12"),
        ((None, None), None),
    ],
)
async def test_a_season_is_told_from_its_earliest_date(
    told: Store, dates: tuple[str | None, ...], earliest: str | None
):
    await dated(told, *dates)
    found = await told.read(lambda db: series.seasons(db, named(db, "Dated")))
    assert found == (Season(1, len(dates), earliest),)
    page = await told.read(lambda db: series.season_page(db, named(db, "Dated"), 1))
    assert page.season == found[0]
