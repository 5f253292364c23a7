"""Who is in what, by packed credits and by tellings: each thing once, newest first, none lost."""

import multiprocessing
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from bot import loading
from bot.loaders import second
from bot.loaders.imdb_rows import Newest
from bot.loaders.pairs import Pairs
from bot.loading import posting
from bot.model import PERSON_IDS, Credit, Episode, Ids, thing_of
from bot.packed import people_of
from bot.store import Database, Store, filmography, postings
from bot.store.appearances import Appearances
from tests.loading.dumps import Made, load, tt
from tests.loading.harbour import found
from tests.loading.reading import episode, show
from tests.loading.reading import load as tell

HARBOUR, ISLAND, FAR = 100, 200, 3_000_000_100
DENIS, ANN, BO, CREW, FARAWAY, NOBODY = 7, 8, 9, 10, 5_000_000_007, 11
PEOPLE = (DENIS, ANN, BO, CREW, FARAWAY, NOBODY)
TOLD = show("Harbour", 2001, tvmaze=1, imdb=tt(HARBOUR))


def dumps(*, later: bool = False) -> Made:
    """Three series; later one has an episode more, one less, and one has another title."""
    made = Made()
    made.series(HARBOUR, "Harbour", year=2001)
    made.series(ISLAND, "Island", year=1999)
    made.series(FAR, "Far Out", year=2003)
    for number in range(1, 13 + later):
        season = (number + 3) // 4
        title = f"Number {number}" + " anew" * (later and number == 5)
        if not (later and number == 6):
            made.episode(HARBOUR + number, HARBOUR, f"{season}x{number}", title, year=2000 + season)
            made.credit(HARBOUR + number, 1, DENIS, "actor", characters='["Lou"]')
            made.rated(HARBOUR + number, "8.0", 10 * number)
    made.episode(ISLAND + 1, ISLAND, "", "Episode dated 6 October 2002", year=2002)
    made.episode(ISLAND + 2, ISLAND, "1x02", "Undated", year=None)
    made.episode(FAR + 1, FAR, "1x01", "Far Away", year=2004)
    made.title(999, "Of no series", "tvEpisode")
    for thing, person, category in (
        (HARBOUR + 1, DENIS, "director"), (HARBOUR, DENIS, "producer"), (ISLAND + 1, DENIS, "self"),
        (ISLAND + 2, DENIS, "actor"), (999, DENIS, "actor"), (HARBOUR + 2, ANN, "actress"),
        (HARBOUR + 2, ANN, "writer"), (FAR + 1, FARAWAY, "actor"), (FAR, FARAWAY, "actor"),
        (HARBOUR + 5, BO, "somersault"),
    ):  # fmt: skip
        made.credit(thing, 2, person, category)
    made.add("title.crew", tt(HARBOUR + 3), f"nm{CREW:07}", f"nm{CREW:07},nm{ANN:07}")
    for person in (DENIS, ANN, BO, FARAWAY):
        made.person(person, f"Person {person}")
    return made


def told(number: int, *cast: Credit, day: str = "") -> Episode:
    """Tell of an episode as another source does."""
    one = episode(TOLD, f"{(number + 3) // 4}x{number}", f"Number {number}", day, tvmaze=number)
    ids = structs.replace(one.ids, imdb=tt(HARBOUR + number))
    return structs.replace(one, ids=ids, credits=cast)


def things_with(db: Database, who: Appearances) -> dict[int, tuple[str, int]]:
    """Look through all that is stored for what somebody is in: date and series of each thing."""
    there = {}
    sql = """
        SELECT id, coalesce(date, ''), series, packed FROM episode
        UNION ALL SELECT id, coalesce(CAST(start_year AS TEXT), ''), id, packed FROM series
    """
    for thing, date, series, packed in db.execute(sql).fetchall():
        sql = "SELECT 1 FROM credit WHERE thing = :thing AND person = :person"
        named = packed and not {*people_of(packed)}.isdisjoint(who.packed)
        if named or db.execute(sql, {"thing": thing, "person": who.told}).fetchone():
            there[thing] = date, series
    return there


def right(db: Database, people: Sequence[int]) -> list[int]:
    """See that all lists are what looking through everything gives; tells how long they are."""
    sizes = []
    for person in people:
        who = Appearances(db, person)
        expected = things_with(db, who)
        for size in (1, 3, 100):
            pages = [who.page(size, at) for at in range(0, len(expected) + size, size)]
            every = [one for page in pages for one in page]
            assert {one.thing: (one.date, one.series) for one in every} == expected
            assert len(every) == len(expected), "something is there twice"
            assert [one.date for one in every] == sorted((one.date for one in every), reverse=True)
        homes = {series for _, series in expected.values()}
        own = len(expected.keys() & homes)
        assert who.counted() == (len(expected) - own, len(homes), len(expected))
        sizes.append(len(expected))
    return sizes


async def sizes(store: Store) -> list[int]:
    return await store.read(right, [PERSON_IDS + one for one in PEOPLE])


@pytest.fixture
async def loaded(store: Store, tmp_path: Path) -> Store:
    """A store with these dumps alone."""
    await load(store, dumps().write(tmp_path / "in"))
    return store


async def test_people_are_in_what_the_dumps_say_once_each_however_much_they_did(loaded: Store):
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]


async def test_a_list_is_told_newest_first_and_by_season_and_number(loaded: Store):
    page = await loaded.read(filmography.page, PERSON_IDS + DENIS)
    shown = [str(one.heading.title or one.heading.series) for one in page.works]
    assert shown[:6] == [
        "Number 12", "Number 11", "Number 10", "Number 9", "Episode dated 6 October 2002",
        "Number 8",
    ]  # fmt: skip
    assert (page.episodes, page.series, page.things) == (14, 2, 15)
    last = await loaded.read(filmography.page, PERSON_IDS + DENIS, 99)
    assert [one.heading.title for one in last.works][-1] == "Undated"
    did = {one.heading.title: [had.job or had.character for had in one.credits]
           for one in (*page.works, *last.works)}  # fmt: skip
    assert did["Number 12"] == ["Lou"]
    assert did["Number 1"] == ["Lou", "Director"]


@pytest.mark.parametrize("part", [1, 5, 1000])
def test_in_parts_that_memory_has_room_for_the_lists_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
):
    monkeypatch.setattr(posting, "AT_ONCE", part)
    monkeypatch.setattr(posting, "STEP", 2)
    monkeypatch.setattr(posting, "_PERSONS", 1)
    monkeypatch.setattr(second, "_read", multiprocessing.Value("q", 0))
    titles, people = [30, 10, 10, 20, 20, 20, 30], [5, 9, 4, 4, 9, 9, 3]
    with Pairs(tmp_path / "pairs", np.array([10, 20, 30])) as pairs:
        for some in (slice(0, 3), slice(3, 7)):
            pairs.add(np.array(titles[some]), np.array(people[some]))
    order = Newest(np.array([1, -1, 0]), np.array([30, 10]), np.array([10, 10]))
    made = posting.posted(tmp_path / "pairs", order, tmp_path)
    with closing(Database(":memory:")) as db:
        db.execute("CREATE TABLE posting (first INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        db.execute("CREATE TABLE posting_gone (person, thing, series)")
        db.executemany("INSERT INTO posting VALUES (?, ?)", made.rows())
        read = [postings.posted(db, PERSON_IDS + one).things.tolist() for one in (3, 4, 5, 9, 6)]
    assert read == [[thing_of(tt(one)) for one in some] for some in ([30], [10], [30], [10], [])]


async def test_a_name_leads_to_the_most_popular_packed_episodes(loaded: Store):
    assert (await found(loaded, "person 7"))[:2] == ["Number 12", "Number 11"]


async def test_what_another_source_tells_of_as_well_is_there_once(loaded: Store):
    denis = Credit(name="Person 7", ids=Ids(imdb=f"nm{DENIS:07}"))
    report = await tell(loaded, TOLD, told(2), told(5, denis, day="2002-03-04"), told(9))
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]
    await loading.undo(loaded, report.load)
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]
    await tell(loaded, told(2, Credit(name="Else"), day="2001-05-06"))
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]


async def test_who_has_an_id_of_another_source_is_found_under_both(store: Store, tmp_path: Path):
    both = Credit(name="Person 7", ids=Ids(imdb=f"nm{DENIS:07}", tvmaze=77))
    ghosts = show("Ghosts", 2019, tvmaze=9)
    await tell(store, ghosts, structs.replace(
        episode(ghosts, "1x01", "Who Do?", "2019-10-03", tvmaze=99),
        credits=(structs.replace(both, ids=Ids(tvmaze=77)),),
    ))  # fmt: skip
    await tell(store, TOLD, told(5, both))
    await load(store, dumps().write(tmp_path / "in"))
    [(other,)] = await store.read(
        lambda db: db.execute("SELECT id FROM person WHERE name = 'Person 7'").fetchall()
    )
    assert other != PERSON_IDS + DENIS
    assert await store.read(right, [other, PERSON_IDS + DENIS]) == [16, 16]
    assert (await store.read(filmography.page, other)).episodes == 15


async def test_dumps_that_come_again_make_the_lists_anew(loaded: Store, tmp_path: Path):
    denis = Credit(name="Person 7", ids=Ids(imdb=f"nm{DENIS:07}"))
    await tell(loaded, TOLD, told(2), told(5, denis, day="2002-03-04"), told(13, denis))
    assert await sizes(loaded) == [16, 2, 1, 1, 2, 0]
    report = await load(loaded, dumps(later=True).write(tmp_path / "later"))
    assert report.gone == 1
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]
    await load(loaded, dumps().write(tmp_path / "again"))
    assert await sizes(loaded) == [16, 2, 1, 1, 2, 0]
    await loading.undo(loaded, 4)
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]


async def test_a_generation_of_an_earlier_version_has_no_lists_until_the_next_load(
    loaded: Store, tmp_path: Path
):
    async with loaded.writing() as line:
        await line.run(lambda db: db.execute("DELETE FROM posting"))
    page = await loaded.read(filmography.page, PERSON_IDS + DENIS)
    assert (page.name, page.things, page.works) == ("Person 7", 0, ())
    await tell(loaded, TOLD, told(2))
    assert (await loaded.read(filmography.page, PERSON_IDS + DENIS)).things == 2
    await load(loaded, dumps(later=True).write(tmp_path / "later"))
    assert await sizes(loaded) == [15, 2, 1, 1, 2, 0]
