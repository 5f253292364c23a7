"""Who is in what, and what is rated how, follows every load, move, undo and generation."""

from pathlib import Path

import pytest
from msgspec import structs

from bot import loading
from bot.model import PERSON_IDS, TITLE_IDS, Credit, Episode, Ids, Rating, Release
from bot.store import Database, Store, filmography, imdb, series
from tests.loading.dumps import Made
from tests.loading.dumps import load as load_dumps
from tests.loading.reading import episode, load, show

SHOW, OTHER = show("Harbour", 2001, tvmaze=1), show("Light", 2005, tvmaze=2)
ANN = Credit(name="Ann Example", ids=Ids(tvmaze=5), character="Lou")
BO = Credit(name="Bo Example", ids=Ids(tvmaze=6))


def arrival(*cast: Credit, day: str = "2001-02-03", **facts: object) -> Episode:
    told = episode(SHOW, "1x01", "Arrival", day, tvmaze=11)
    return structs.replace(told, credits=cast, **facts)


def seen(db: Database) -> dict[str, list[tuple[str, str]]]:
    """Give everybody's works as title and date, the newest first."""
    sql = "SELECT id, name FROM person ORDER BY name"
    return {
        name: [
            (work.heading.title or work.heading.series, work.heading.date or "")
            for work in filmography.page(db, person).works
        ]
        for person, name in db.execute(sql).fetchall()
    }


def rows(db: Database) -> list[tuple[str, str, str]]:
    """Give the table as it is (name, date, series), and see that what is counted of it is right."""
    counted = "SELECT person, series, things, itself FROM person_series ORDER BY 1, 2"
    sql = """
        SELECT person, series, count(*), count(CASE WHEN thing = series THEN 1 END)
        FROM appearance GROUP BY person, series ORDER BY 1, 2
    """
    assert db.execute(counted).fetchall() == db.execute(sql).fetchall()
    sql = """
        SELECT person.name, appearance.date, series.title FROM appearance
        JOIN person ON person.id = person JOIN series ON series.id = series ORDER BY 1, 2
    """
    return db.execute(sql).fetchall()


def rated(db: Database) -> list[tuple[float, int | None, str]]:
    return db.execute("SELECT value, votes, source FROM shown_rating ORDER BY value").fetchall()


async def test_a_load_notes_who_is_in_what_and_when(store: Store):
    await load(store, structs.replace(SHOW, credits=(ANN,)), arrival(ANN, ANN, BO))
    assert await store.read(seen) == {
        "Ann Example": [("Arrival", "2001-02-03"), ("Harbour", "")],
        "Bo Example": [("Arrival", "2001-02-03")],
    }
    assert await store.read(rows) == [
        ("Ann Example", "2001", "Harbour"),
        ("Ann Example", "2001-02-03", "Harbour"),
        ("Bo Example", "2001-02-03", "Harbour"),
    ]


async def test_another_date_another_cast_and_another_series_are_followed(store: Store):
    await load(store, SHOW, OTHER, arrival(ANN, BO))
    await load(store, arrival(ANN, day="2001-01-01"))
    assert await store.read(rows) == [("Ann Example", "2001-01-01", "Harbour")]
    moved = structs.replace(arrival(ANN), series=episode(OTHER, "1x01", "").series)
    await load(store, moved)
    assert await store.read(rows) == [("Ann Example", "2001-02-03", "Light")]


async def test_what_two_sources_tell_of_one_episode_is_there_once(store: Store):
    theirs = structs.replace(
        arrival(ANN, day="2000-01-01"), source="table", ratings=(Rating(value=9.0),)
    )
    await load(store, SHOW, arrival(ANN, ratings=(Rating(value=8.0, votes=5),)))
    assert await store.read(rated) == [(8.0, 5, "TVmaze")]
    await load(store, structs.replace(theirs, ids=Ids(tvmaze=11)))
    assert await store.read(rows) == [("Ann Example", "2000-01-01", "Harbour")]
    assert await store.read(rated) == [(9.0, None, "table")]


async def test_undoing_a_load_takes_its_appearances_and_ratings_back(store: Store):
    await load(store, SHOW, arrival(ANN, ratings=(Rating(value=8.0),)))
    before = await store.read(rows), await store.read(rated)
    report = await load(store, arrival(BO, day="2002-01-01", ratings=(Rating(value=3.0),)))
    await loading.undo(store, report.load)
    assert (await store.read(rows), await store.read(rated)) == before
    await loading.undo(store, 1)
    assert (await store.read(rows), await store.read(rated)) == ([], [])


async def test_episodes_that_tell_no_cast_and_no_rating_any_more_keep_theirs(store: Store):
    await load(store, SHOW, arrival(ANN, ratings=(Rating(value=8.0),)))
    await load(store, arrival(day="2001-02-04"))
    assert await store.read(rows) == [("Ann Example", "2001-02-04", "Harbour")]
    assert await store.read(rated) == [(8.0, None, "TVmaze")]


@pytest.fixture
def dumps(tmp_path: Path) -> Path:
    made = Made()
    made.series(100, "Far Away", year=1999)
    made.episode(101, 100, "1x01", "Only in the dumps", year=1999)
    made.rated(101, "6.5", 10)
    made.credit(101, 1, 7, "actor", characters='["Lou"]')
    made.credit(101, 2, 8, "director")
    made.person(7, "Cy Dumps")
    made.person(8, "Di Dumps")
    return made.write(tmp_path / "in")


async def test_a_new_generation_has_them_as_well(store: Store, dumps: Path):
    await load(store, SHOW, arrival(ANN, ratings=(Rating(value=8.0, votes=3),)))
    before = await store.read(rows), await store.read(rated)
    await load_dumps(store, dumps)
    assert (await store.read(rows), await store.read(rated)) == before
    sql = "SELECT count(*) FROM sqlite_master WHERE name = 'appearance_thing'"
    assert await store.read(
        lambda db: db.execute(sql.replace("FROM ", "FROM catalogue.")).fetchone()
    ) == (1,)


async def test_a_packed_episode_has_its_rating_and_says_what_somebody_did(
    store: Store, dumps: Path
):
    await load_dumps(store, dumps)
    page = await store.read(series.season_page, TITLE_IDS + 100, 1)
    assert [one.rating for one in page.episodes] == [6.5]
    assert (page.mean, page.rated) == (6.5, 1)
    did = await store.read(imdb.did, TITLE_IDS + 101, PERSON_IDS + 7)
    assert [(one.character, one.department) for one in did] == [("Lou", "cast")]
    did = await store.read(imdb.did, TITLE_IDS + 101, PERSON_IDS + 8)
    assert [one.department for one in did] == ["direction"]
    assert await store.read(imdb.did, TITLE_IDS + 101, PERSON_IDS + 9) == []


async def test_what_was_packed_is_noted_once_another_source_tells_of_it(store: Store, dumps: Path):
    await load_dumps(store, dumps)
    far = show("Far Away", 1999, imdb="tt0000100")
    told = structs.replace(
        episode(far, "1x01", "Only", "1999-05-05", imdb="tt0000101"),
        releases=(Release(date="1999-05-05"),),
    )
    await load(store, far, told)
    assert await store.read(rows) == [
        ("Cy Dumps", "1999-05-05", "Far Away"),
        ("Di Dumps", "1999-05-05", "Far Away"),
    ]
    assert await store.read(rated) == [(6.5, 10, "IMDb")]
