"""A series' ratings: of the one source that rates most of it, told or packed."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot import loading
from bot.errors import Gone
from bot.model import Episode, Ids, Numbering, Rating, Series, SeriesReference, Title, thing_of
from bot.packed import EMPTY, measured
from bot.ratings import Rated
from bot.store import Database, Store, ratings
from tests.loading.dumps import Made, load, tt

SHOW = Ids(imdb="tt5555555", tvmaze=7)
Place = tuple[int | None, int | None]


def told(source: str, place: Place, *given: Rating) -> Episode:
    season, number = place
    numberings = () if number is None else (Numbering(season=season, number=number),)
    return Episode(
        source=source,
        series=SeriesReference(ids=SHOW),
        numberings=numberings,
        titles=(Title(text=f"Light {season} {number}"),),
        ratings=given,
    )


async def put(store: Store, source: str, episodes: Sequence[Episode]) -> None:
    series = Series(source=source, ids=SHOW, titles=(Title(text="Lighthouses"),))
    await loading.load(store, [series, *episodes])


async def only_series(store: Store) -> int:
    def first(db: Database) -> int:
        return int(db.execute("SELECT min(id) FROM series").fetchone()[0])

    return await store.read(first)


async def test_ratings_stand_in_order_with_specials_last_and_gaps_kept(store: Store):
    places: list[Place] = [(2, 1), (0, 2), (1, 10), (1, 2), (0, 1)]
    await put(
        store, "TVmaze", [told("TVmaze", one, Rating(value=8.5, votes=3)) for one in places[:4]]
        + [told("TVmaze", (0, 1)), told("TVmaze", (None, None), Rating(value=1))],
    )  # fmt: skip
    found = await store.read(ratings.of_series, await only_series(store))
    assert found.heading.series == "Lighthouses"
    assert found.seasons == (1, 2, 0)
    assert found.ratings.source == "TVmaze"
    assert found.ratings.unplaced == 1
    assert found.ratings.episodes == (
        Rated(1, 2, 8.5, 3),
        Rated(1, 10, 8.5, 3),
        Rated(2, 1, 8.5, 3),
        Rated(0, 1),
        Rated(0, 2, 8.5, 3),
    )


async def test_one_season_is_read_alone_and_the_others_are_named(store: Store):
    places = [(1, 1), (1, 2), (2, 1)]
    await put(store, "TVmaze", [told("TVmaze", one, Rating(value=7)) for one in places])
    series = await only_series(store)
    found = await store.read(ratings.of_season, series, 2)
    assert found.seasons == (1, 2)
    assert found.ratings.episodes == (Rated(2, 1, 7.0),)
    assert (await store.read(ratings.of_season, series, 9)).ratings.episodes == ()


@pytest.mark.parametrize(
    ("maze", "table", "source"), [(2, 1, "TVmaze"), (1, 2, "table"), (2, 2, "table")]
)
async def test_the_source_that_rates_most_is_taken_and_of_two_the_more_trusted(
    store: Store, maze: int, table: int, source: str
):
    for name, count in (("TVmaze", maze), ("table", table)):
        rated = [told(name, (1, at), Rating(value=len(name))) for at in range(1, count + 1)]
        await put(store, name, rated)
    found = (await store.read(ratings.of_series, await only_series(store))).ratings
    assert found.source == source
    assert found.episodes[0].value == len(source)


async def test_a_rating_has_the_source_that_it_names_not_that_of_who_tells_it(store: Store):
    rated = (Rating(value=6, source="Letterboxd"), Rating(value=9))
    await put(store, "table", [told("table", (1, 1), *rated), told("table", (1, 2), rated[0])])
    found = (await store.read(ratings.of_series, await only_series(store))).ratings
    assert found.source == "Letterboxd"
    assert [one.value for one in found.episodes] == [6, 6]


async def test_of_two_who_tell_the_same_source_s_rating_the_more_trusted_is_believed(
    store: Store,
):
    for name, value in (("nfo", 1.0), ("table", 2.0), ("TVmaze", 3.0)):
        await put(store, name, [told(name, (1, 1), Rating(value=value, source="IMDb"))])
    found = (await store.read(ratings.of_series, await only_series(store))).ratings
    assert found.episodes == (Rated(1, 1, 2.0),)


async def test_ratings_of_what_imdb_alone_tells_of_are_read_packed(store: Store, tmp_path: Path):
    made = Made()
    made.series(1, "Harbour")
    for number, rating in ((2, "8.4"), (3, "10.0"), (4, None)):
        made.episode(number, 1, f"1x{number}", f"Part {number}", runtime=44)
        if rating:
            made.rated(number, rating, 55)
    await load(store, made.write(tmp_path / "dumps"))
    series = thing_of(tt(1))
    found = (await store.read(ratings.of_series, series)).ratings
    assert found.source == "IMDb"
    assert found.episodes == (Rated(1, 2, 8.4, 55), Rated(1, 3, 10.0, 55), Rated(1, 4))


async def test_a_series_that_nobody_rates_has_no_source(started: Store):
    found = (await started.read(ratings.of_series, await only_series(started))).ratings
    assert found.source is None
    assert len(found.episodes) > 100
    assert {one.value for one in found.episodes} == {None}


async def test_what_is_gone_or_no_series_is_refused(started: Store):
    def episode(db: Database) -> int:
        return int(db.execute("SELECT min(id) FROM episode").fetchone()[0])

    for thing in (999_999, await started.read(episode)):
        with pytest.raises(Gone):
            await started.read(ratings.of_series, thing)
        with pytest.raises(Gone):
            await started.read(ratings.of_season, thing, 1)


def test_rating_and_runtime_are_read_out_of_few_bytes():
    assert measured(b"7.9\toriginal\t44\tCrime,Drama\na\x01\n\x00\x00\x00\x00job\n") == (7.9, 44)
    assert measured(EMPTY) == (None, None)
