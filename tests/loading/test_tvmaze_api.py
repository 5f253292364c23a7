"""TVmaze's API: a show by any name that it has, whole, in few calls, and never a guess."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SeveralShows, Unreachable, Unreadable
from bot.loaders import tvmaze_api
from bot.loaders.rejects import Rejects
from bot.loaders.web import Candidate, Patience, Service
from bot.model import Episode, Series
from tests.loading.places import Page, Place, place
from tests.loading.test_tvmaze import EPISODE, SHOW
from tests.loading.test_tvmaze_rows import CAST, GUESTS, ROWS

QUICK = Patience(attempts=3, whole=2, call=1, silence=0.2, pause=0.01, longest=0.02)
SHOW_PATH = "/shows/77?" + "&".join(
    f"embed[]={name}" for name in ("cast", "crew", "akas", "images", "seasons")
)
SEASON_PATH = "/seasons/901/episodes?embed[]=guestcast&embed[]=guestcrew"
SPECIAL = EPISODE | {"id": 3, "number": None, "type": "insignificant_special", "name": "Behind"}
BARE: dict[str, Any] = {name: value for name, value in SHOW.items() if name != "_embedded"}


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve a TVmaze with one show of two episodes."""
    async with place() as served:
        served.give(SHOW_PATH, BARE | {"_embedded": ROWS | {"seasons": [{"id": 901}]}})
        served.give("/shows/77/episodes", [EPISODE, SPECIAL], specials=1)
        nobody: dict[str, Any] = {"guestcast": [], "guestcrew": []}
        guests = [{"id": 2, "_embedded": GUESTS}, {"id": 3, "_embedded": nobody}]
        served.give(SEASON_PATH, guests)
        served.give("/lookup/shows", Page(301, headers={"Location": "/shows/77"}), imdb="tt0000077")
        served.give("/lookup/shows", Page(301, headers={"Location": "/shows/77"}), thetvdb=7)
        served.give("/shows/77", BARE)
        yield served


@pytest.fixture
async def service(there: Place) -> AsyncIterator[Service]:
    """Open it; asked faster than the real one may be."""
    async with Service.opened(
        "TVmaze", there.url, calls=10_000, seconds=1, patience=QUICK
    ) as opened:
        yield opened


def named(number: int, name: str, year: int | None = None) -> dict[str, Any]:
    """Give a show as a search has it."""
    return {
        "id": number,
        "url": f"https://www.tvmaze.com/shows/{number}/x",
        "name": name,
        "premiered": f"{year}-01-01" if year else None,
        "network": {"name": "ABC", "country": {"code": "US"}},
    }


def search(there: Place, words: str, *shows: dict[str, Any]) -> None:
    """Let a search for words give these."""
    there.give("/search/shows", [{"score": 1.5, "show": show} for show in shows], q=words)


async def test_a_show_comes_whole(there: Place, service: Service):
    rejects = Rejects(strict=True)
    series, episode, special = await tvmaze_api.fetch(service, "77", rejects)
    assert isinstance(series, Series)
    assert [credit.name for credit in series.credits] == ["Ann Actor", "Bob Behind"]
    assert (len(series.titles), len(series.images)) == (3, 1)
    assert isinstance(episode, Episode)
    assert isinstance(special, Episode)
    assert (episode.kind, special.kind, special.numberings) == ("regular", "special", ())
    assert episode.series.ids == series.ids
    assert [(one.guest, one.department) for one in episode.credits] == [
        (True, "cast"),
        (False, "direction"),
    ]
    assert special.credits == ()
    assert len(there.calls) == 3


async def test_without_guests_no_season_is_asked_for(there: Place, service: Service):
    told = await tvmaze_api.fetch(service, "77", Rejects(strict=True), guests=False)
    assert len(told) == 3
    assert told[1].credits == ()
    assert len(there.calls) == 2


@pytest.mark.parametrize(
    "what",
    [" 77 ", "tvmaze:77", "https://www.tvmaze.com/shows/77/some-show", "tvmaze.com/shows/77",
     "http://api.tvmaze.com/shows/77?embed=cast", "tt0000077", "imdb:tt0000077",
     "https://www.imdb.com/title/tt0000077/?ref_=x", "https://m.imdb.com/de/title/tt0000077",
     "tvdb:7"],
)  # fmt: skip
async def test_a_show_is_found_by_any_of_its_ids(service: Service, what: str):
    told = await tvmaze_api.fetch(service, what, Rejects(strict=True))
    assert told[0].ids.tvmaze == 77


@pytest.mark.parametrize("words", ["Some Show", "some  show", " SOME SHOW ", "some show (2004)"])
async def test_a_show_is_found_by_its_name(there: Place, service: Service, words: str):
    search(there, "some show (2004)")
    for asked in ("Some Show", "some  show", "SOME SHOW", "some show"):
        search(there, asked, named(78, "Some Shows", 2004), named(77, "Some Show", 2004))
    told = await tvmaze_api.fetch(service, words, Rejects(strict=True))
    assert told[0].ids.tvmaze == 77


@pytest.mark.parametrize("words", ["shameless 2004", "Shameless (2004)", "Shameless(2004)"])
async def test_a_year_tells_shows_of_one_name_apart(there: Place, service: Service, words: str):
    shows = named(150, "Shameless", 2011), named(77, "Shameless", 2004), named(3, "Fameless", 2004)
    for asked in (words, "shameless", "Shameless"):
        search(there, asked, *shows)
    told = await tvmaze_api.fetch(service, words, Rejects(strict=True))
    assert told[0].ids.tvmaze == 77


async def test_a_name_of_several_shows_is_asked_back(there: Place, service: Service):
    search(there, "shameless", named(150, "Shameless", 2011), named(746, "Shameless", 2004),
           named(9, "Fameless"))  # fmt: skip
    with pytest.raises(SeveralShows) as caught:
        await tvmaze_api.fetch(service, "shameless", Rejects())
    assert caught.value.text == "shameless"
    assert caught.value.candidates == ((150, "Shameless", 2011), (746, "Shameless", 2004))


async def test_a_name_with_a_typo_is_the_show_that_tvmaze_picks(there: Place, service: Service):
    search(there, "sme show", named(78, "Some Shows"), named(77, "Some Show"))
    there.give("/singlesearch/shows", named(77, "Some Show"), q="sme show")
    told = await tvmaze_api.fetch(service, "sme show", Rejects(strict=True))
    assert told[0].ids.tvmaze == 77


async def test_a_typo_in_a_name_of_several_shows_is_asked_back(there: Place, service: Service):
    search(there, "shameles", named(150, "Shameless", 2011), named(746, "Shameless"))
    there.give("/singlesearch/shows", named(150, "Shameless", 2011), q="shameles")
    with pytest.raises(SeveralShows) as caught:
        await tvmaze_api.fetch(service, "shameles", Rejects())
    assert caught.value.candidates == ((150, "Shameless", 2011), (746, "Shameless", None))


async def test_where_tvmaze_picks_none_all_that_it_offers_is_asked_back(
    there: Place, service: Service
):
    search(there, "sme shw", named(78, "Some Shows"), named(77, "Some Show"))
    with pytest.raises(SeveralShows) as caught:
        await tvmaze_api.fetch(service, "sme shw", Rejects())
    assert [one[0] for one in caught.value.candidates] == [78, 77]


@pytest.mark.parametrize(
    "what", ["5", "tvmaze:5", "tt9999999", "tvdb:5", "nothing at all", "nothing 2004", " ", "../77"]
)
async def test_what_is_not_there_is_told(there: Place, service: Service, what: str):
    for words in ("nothing at all", "nothing 2004", "nothing", "../77"):
        search(there, words)
    with pytest.raises(Unreadable) as caught:
        await tvmaze_api.fetch(service, what, Rejects())
    assert "no such show" in caught.value.reason


async def test_rows_that_are_not_embedded_are_asked_for(there: Place, service: Service):
    there.give(SHOW_PATH, BARE)
    for name, rows in ROWS.items():
        there.give(f"/shows/77/{name}", rows)
    for name, rows in GUESTS.items():
        there.give(f"/episodes/2/{name}", rows)
    series, episode, special = await tvmaze_api.fetch(service, "77", Rejects(strict=True))
    assert (len(series.credits), len(series.titles), len(series.images)) == (2, 3, 1)
    assert (len(episode.credits), len(special.credits)) == (2, 0)


async def test_bad_rows_are_rejected_and_the_rest_is_given(there: Place, service: Service):
    embedded: dict[str, Any] = ROWS | {
        "cast": [CAST, {}],
        "seasons": [{"id": 901}, {"id": "x"}, 7, None],
    }
    there.give(SHOW_PATH, BARE | {"_embedded": embedded})
    there.give("/shows/77/episodes", [EPISODE, 7, {"id": 9}, SPECIAL], specials=1)
    rejects = Rejects()
    told = await tvmaze_api.fetch(service, "77", rejects)
    assert len(told) == 3
    assert [(reject.file, reject.place) for reject in rejects.kept] == [
        ("shows/77", "$._embedded.cast[1]"),
        ("shows/77", "$._embedded.episodes[1]"),
        ("shows/77", "$._embedded.episodes[2]"),
    ]


async def test_a_show_without_episodes_is_given(there: Place, service: Service):
    there.give("/shows/77/episodes", Page(404), specials=1)
    [series] = await tvmaze_api.fetch(service, "77", Rejects(strict=True))
    assert isinstance(series, Series)


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        (SHOW_PATH, b"[1, 2"),
        (SHOW_PATH, b""),
        (SHOW_PATH, b'{"message": "Bad", "status": 404}'),
        (SHOW_PATH, b"[" * 10_000),
        ("/shows/77/episodes?specials=1", b"{"),
        (SEASON_PATH, b"nothing"),
        ("/search/shows?q=some show", b'{"no": "list"}'),
        ("/search/shows?q=some show", b'[{"score": 1}]'),
        ("/lookup/shows?imdb=tt0000077", b'{"id": "x"}'),
    ],
    ids=str,
)
async def test_an_answer_that_is_none_is_told(
    there: Place, service: Service, path: str, answer: bytes
):
    there.give(path, answer)
    what = "tt0000077" if "lookup" in path else "some show" if "search" in path else "77"
    with pytest.raises(Unreadable) as caught:
        await tvmaze_api.fetch(service, what, Rejects())
    assert caught.value.file
    assert caught.value.place
    assert caught.value.reason


@pytest.mark.parametrize("path", [SHOW_PATH, "/shows/77/episodes?specials=1", SEASON_PATH])
@pytest.mark.parametrize("page", [Page(429), Page(500), Page(200, b"[1, 2]", hang_after=2)])
async def test_a_service_that_fails_on_the_way_gives_nothing(
    there: Place, service: Service, path: str, page: Page
):
    there.give(path, page)
    with pytest.raises(Unreachable) as caught:
        await tvmaze_api.fetch(service, "77", Rejects())
    assert caught.value.service == "TVmaze"


async def test_a_search_offers_candidates(there: Place, service: Service):
    web = named(4, "Late", None) | {"network": None, "webChannel": {"name": "Web+"}}
    bare = named(5, "Later", 2020) | {"network": None}
    search(there, "late", named(3, "Late Show", 1993), web, bare)
    assert await tvmaze_api.search(service, " late ") == (
        Candidate(3, "Late Show", 1993, "ABC, US"),
        Candidate(4, "Late", None, "Web+"),
        Candidate(5, "Later", 2020, ""),
    )


async def test_a_search_offers_25_at_most_and_nothing_for_nothing(there: Place, service: Service):
    search(there, "late", *(named(number, "Late") for number in range(60)))
    assert len(await tvmaze_api.search(service, "late")) == 25
    assert await tvmaze_api.search(service, "  ") == ()


async def test_a_server_without_a_search_is_told(service: Service):
    with pytest.raises(Unreachable) as caught:
        await tvmaze_api.search(service, "late")
    assert "address" in caught.value.reason


async def test_what_changed_is_known_by_id(there: Place, service: Service):
    there.give("/updates/shows", {"77": 1_700_000_000, "82": 1_700_000_001}, since="day")
    there.give("/updates/shows", {"77": "yesterday"}, since="week")
    assert await tvmaze_api.updated(service, "day") == {77: 1_700_000_000, 82: 1_700_000_001}
    with pytest.raises(Unreadable):
        await tvmaze_api.updated(service, "week")
    there.give("/updates/shows", Page(404))
    assert await tvmaze_api.updated(service, "month") == {}


async def test_it_is_asked_no_faster_than_allowed_and_answers_are_kept(
    there: Place, tmp_path: Path
):
    async with tvmaze_api.opened(there.url, tmp_path, patience=QUICK) as service:
        first = await tvmaze_api.fetch(service, "77", Rejects(strict=True), guests=False)
        again = await tvmaze_api.fetch(service, "77", Rejects(strict=True), guests=False)
    assert first == again
    assert len(there.calls) == 2
