"""TMDB asked on loopback: a series by whatever names it, with all seasons in few calls."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SeveralShows, Unreachable, Unreadable
from bot.loaders import tmdb_api
from bot.loaders.rejects import Rejects
from bot.loaders.web import Patience, Service
from bot.model import Episode, Ids, Series
from tests.loading.places import Place, place
from tests.loading.shared import needed
from tests.loading.tmdb_answers import EPISODE, SEASON, SEEN, SHOW

QUICK = Patience(attempts=2, whole=5, call=2, silence=1, pause=0.01, longest=0.01)
SIGN = "a.secret-sign"


@asynccontextmanager
async def tmdb(cache: Path | None = None) -> AsyncIterator[tuple[Place, Service]]:
    """Serve a TMDB that knows one series, and open it."""
    async with place() as there, tmdb_api.opened(there.url, SIGN, cache, patience=QUICK) as service:
        there.give("/tv/77", SHOW)
        there.give("/tv/77", SHOW | {"season/1": SEASON}, append_to_response="season/1")
        yield there, service


async def fetch(service: Service, what: str) -> list[Series | Episode]:
    """Fetch a series; nothing of it may be rejected."""
    return await tmdb_api.fetch(service, what, Rejects(strict=True), seen=SEEN)


def found(number: int, name: str, day: str = "2004-11-09", **more: Any) -> dict[str, Any]:
    """Make a row of what search and find give."""
    return {"id": number, "name": name, "original_name": name, "first_air_date": day} | more


async def test_a_series_comes_with_its_episodes_in_two_calls():
    async with tmdb() as (there, service):
        series, episode = await fetch(service, "77")
    assert (type(series), type(episode)) == (Series, Episode)
    asked = [dict(call.query)["append_to_response"] for call in there.calls]
    assert asked == [tmdb_api.PARTS, "season/1"]
    assert set(asked[0].split(",")) == {
        "external_ids",
        "alternative_titles",
        "translations",
        "content_ratings",
        "images",
        "aggregate_credits",
        "watch/providers",
    }


async def test_the_token_goes_with_every_call_and_into_no_address():
    async with tmdb() as (there, service):
        await fetch(service, "77")
    assert {call.headers["authorization"] for call in there.calls} == {f"Bearer {SIGN}"}
    assert SIGN not in str([(call.path, call.query) for call in there.calls])


async def test_offers_carry_the_day_of_the_fetch():
    results = {"CA": {"free": [{"provider_name": "Netflix"}]}}
    async with tmdb() as (there, service):
        there.give("/tv/77", SHOW | {"watch/providers": {"results": results}, "seasons": []})
        [series] = await fetch(service, "77")
    assert [one.seen for one in series.offers] == [SEEN]


async def test_seasons_are_asked_for_by_twenties():
    numbers = [0, *range(1, 42)]
    listed = SHOW | {"seasons": [{"season_number": number} for number in numbers]}
    batches = [numbers[:20], numbers[20:40], numbers[40:]]
    async with tmdb() as (there, service):
        there.give("/tv/77", listed)
        for batch in batches:
            seasons = {f"season/{number}": _season(number) for number in batch}
            there.give("/tv/77", listed | seasons, append_to_response=",".join(seasons))
        told = await fetch(service, "77")
    assert there.count("/tv/77") == 4
    episodes = [one for one in told if isinstance(one, Episode)]
    assert [one.numberings[0].season for one in episodes] == numbers
    assert [one.kind for one in episodes[:2]] == ["special", "regular"]


def _season(number: int) -> dict[str, Any]:
    episode = EPISODE | {"id": 500 + number, "season_number": number}
    return SEASON | {"season_number": number, "episodes": [episode]}


async def test_a_season_that_does_not_come_is_rejected_and_the_others_are_read():
    listed = SHOW | {"seasons": [{"season_number": 1}, {"season_number": 2}, {"number": 3}]}
    gone = {"success": False, "status_code": 34, "status_message": "gone"}
    rejects = Rejects()
    async with tmdb() as (there, service):
        there.give("/tv/77", listed)
        there.give("/tv/77", {"season/1": SEASON}, append_to_response="season/1,season/2")
        told = await tmdb_api.fetch(service, "77", rejects, seen=SEEN)
        assert [type(one) for one in told] == [Series, Episode]
        there.give("/tv/77", {"season/2": gone}, append_to_response="season/1,season/2")
        told = await tmdb_api.fetch(service, "77", rejects, seen=SEEN)
        assert [type(one) for one in told] == [Series]
    first, second, third, fourth, fifth = rejects.kept
    assert {one.file for one in rejects.kept} == {"tv/77"}
    assert first.place == third.place == "$.seasons[2]"
    assert (second.place, fourth.place, fifth.place) == ("$.season/2", "$.season/1", "$.season/2")
    assert "gone" in fifth.reason


@pytest.mark.parametrize("seasons", [7, {}, None, "all"])
async def test_seasons_that_are_no_list_do_no_harm(seasons: object):
    rejects = Rejects()
    async with tmdb() as (there, service):
        there.give("/tv/77", SHOW | {"seasons": seasons})
        [series] = await tmdb_api.fetch(service, "77", rejects, seen=SEEN)
    assert isinstance(series, Series)
    assert [one.place for one in rejects.kept] == ([] if seasons is None else ["$.seasons"])


@pytest.mark.parametrize(
    "what",
    [
        "77",
        " 77 ",
        "tmdb:77",
        "https://www.themoviedb.org/tv/77-some-show",
        "themoviedb.org/tv/77/season/1?language=de",
        "tt0000077",
        "imdb:tt0000077",
        "https://www.imdb.com/title/tt0000077/?ref_=x",
        "m.imdb.com/de/title/tt0000077",
        "tt0000502",
        "tvdb:7",
        "some  SHOW",
        "Eine Serie",
    ],
)
async def test_a_series_is_found_by_whatever_names_it(what: str):
    async with tmdb() as (there, service):
        show = found(77, "Some Show", original_name="Eine Serie")
        other = found(78, "Some Show Too")
        there.give("/find/tt0000077", {"tv_results": [show]}, external_source="imdb_id")
        there.give(
            "/find/tt0000502",
            {"tv_results": [], "tv_episode_results": [{"id": 502, "show_id": 77}]},
            external_source="imdb_id",
        )
        there.give(
            "/find/7",
            {"tv_results": [show], "tv_episode_results": [{"id": 9, "show_id": 99}]},
            external_source="tvdb_id",
        )
        there.give("/search/tv", {"results": [other, show]})
        series, _ = await fetch(service, what)
    assert series.ids == Ids(tmdb=77)


async def test_the_only_series_that_is_offered_for_a_name_is_taken():
    async with tmdb() as (there, service):
        there.give("/search/tv", {"results": [found(77, "Some Show")]}, query="another title")
        series, _ = await fetch(service, "another title")
    assert series.ids == Ids(tmdb=77)


@pytest.mark.parametrize("asked", ["Some Show", "Some"])
async def test_several_series_are_not_guessed_between(asked: str):
    rows = [
        found(77, "Some Show"),
        found(78, "Some Show", "2020-01-01"),
        found(79, "Some Show Else", ""),
    ]
    async with tmdb() as (there, service):
        there.give("/search/tv", {"results": rows})
        with pytest.raises(SeveralShows) as caught:
            await fetch(service, asked)
    assert caught.value.text == asked
    named = [(77, "Some Show", 2004), (78, "Some Show", 2020), (79, "Some Show Else", None)]
    assert list(caught.value.candidates) == (named[:2] if asked == "Some Show" else named)


async def test_an_id_that_several_series_have_is_not_guessed_about():
    rows = [found(77, "Some Show"), found(78, "Another")]
    async with tmdb() as (there, service):
        there.give("/find/7", {"tv_results": rows}, external_source="tvdb_id")
        with pytest.raises(SeveralShows) as caught:
            await fetch(service, "tvdb:7")
    assert [one[0] for one in caught.value.candidates] == [77, 78]


@pytest.mark.parametrize("what", ["78", "tt0000001", "tvdb:1", "Nothing", "", "x" * 3000])
async def test_what_is_not_there_is_told_as_that(what: str):
    empty: dict[str, Any] = {"tv_results": [], "tv_episode_results": []}
    async with tmdb() as (there, service):
        there.give("/search/tv", {"results": []})
        there.give("/find/1", empty | {"tv_episode_results": [{"id": 1, "show_id": 77}]})
        with pytest.raises(Unreadable) as caught:
            await fetch(service, what)
    assert (caught.value.file, caught.value.place) == (what, "TMDB")
    assert caught.value.reason == "there is no such series"


async def test_a_refused_token_is_named():
    async with tmdb() as (there, service):
        there.give("/tv/77", 401)
        with pytest.raises(Unreachable) as caught:
            await fetch(service, "77")
    assert (caught.value.service, caught.value.status) == ("TMDB", 401)
    assert "TMDB_TOKEN" in caught.value.reason
    assert SIGN not in str(caught.value)


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_a_service_that_refuses_is_unreachable(status: int):
    async with tmdb() as (there, service):
        there.give("/tv/77", status)
        with pytest.raises(Unreachable) as caught:
            await fetch(service, "77")
    assert caught.value.status == status


async def test_a_search_that_is_not_there_means_a_wrong_address():
    async with tmdb() as (_, service):
        with pytest.raises(Unreachable) as caught:
            await tmdb_api.search(service, "some")
    assert caught.value.status == 404
    assert "address" in caught.value.reason


async def test_a_service_that_fails_among_the_seasons_gives_nothing():
    async with tmdb() as (there, service):
        there.give("/tv/77", 500, append_to_response="season/1")
        with pytest.raises(Unreachable):
            await fetch(service, "77")


@pytest.mark.parametrize(
    ("path", "answer", "place"),
    [
        ("/tv/77", b"nothing", "one of 7 bytes"),
        ("/tv/77", b'{"success": false, "status_code": 25, "status_message": "busy"}', "$"),
        ("/search/tv", b"[]", "$"),
        ("/search/tv", b'{"results": [{"id": "x"}]}', "$.results[0].id"),
        ("/find/7", b'{"tv_results": 7}', "$.tv_results"),
    ],
)
async def test_an_answer_that_is_none_is_told_with_its_place(path: str, answer: bytes, place: str):
    what = {"/tv/77": "77", "/search/tv": "Some Show", "/find/7": "tvdb:7"}[path]
    async with tmdb() as (there, service):
        there.give(path, answer)
        with pytest.raises(Unreadable) as caught:
            await fetch(service, what)
    assert (caught.value.file, caught.value.place) == (path.removeprefix("/"), place)


async def test_another_thing_than_a_series_is_refused():
    async with tmdb() as (there, service):
        there.give("/tv/77", [])
        with pytest.raises(Unreadable):
            await fetch(service, "77")
        there.give("/tv/77", {"id": 77, "title": "A film"})
        with pytest.raises(Unreadable):
            await fetch(service, "77")


async def test_search_gives_what_tells_series_apart():
    rows = [
        found(77, "Some Show", origin_country=["US", "CA"]),
        found(78, "Some Show", "", origin_country=[]),
    ]
    async with tmdb() as (there, service):
        there.give("/search/tv", {"results": rows}, query="some")
        told = await tmdb_api.search(service, " some ")
    assert told == ((77, "Some Show", 2004, "US, CA"), (78, "Some Show", None, ""))


async def test_search_gives_no_more_than_can_be_offered():
    async with tmdb() as (there, service):
        rows = [found(number, "Some Show") for number in range(1, 60)]
        there.give("/search/tv", {"results": rows})
        assert len(await tmdb_api.search(service, "some")) == 25


async def test_nothing_is_searched_for_no_words():
    async with tmdb() as (there, service):
        assert await tmdb_api.search(service, "  ") == ()
        assert there.calls == []


async def test_a_series_is_not_asked_for_again_within_the_hour(tmp_path: Path):
    async with tmdb(tmp_path) as (there, service):
        assert await fetch(service, "77") == await fetch(service, "77")
        assert there.count("/tv/77") == 2
    kept = [file.read_bytes() for file in tmp_path.iterdir()]  # noqa: ASYNC240 - nobody waits here
    assert kept
    assert SIGN.encode() not in b"".join(kept)


@pytest.mark.shared
async def test_a_recorded_series_is_fetched_by_its_imdb_id():
    folder = needed() / "catalog" / "tmdb"
    show = json.loads((folder / "tv_series/details_with_append_to_response.json").read_bytes())
    season = json.loads((folder / "tv_seasons/details.json").read_bytes())
    search = json.loads((folder / "search/tv.json").read_bytes())
    find = json.loads((folder / "find/tv_results.json").read_bytes())
    show["seasons"] = [row for row in show["seasons"] if row["season_number"] == 1]
    async with tmdb() as (there, service):
        there.give("/tv/1396", show)
        there.give("/tv/1396", {"season/1": season}, append_to_response="season/1")
        there.give("/find/tt0903747", find, external_source="imdb_id")
        there.give("/search/tv", search, query="breaking bad")
        told = await fetch(service, "tt0903747")
        assert await fetch(service, "breaking bad") == told
        [candidate] = await tmdb_api.search(service, "breaking bad")
    assert len([one for one in told if isinstance(one, Episode)]) == 10
    assert candidate == (1396, "Breaking Bad", 2008, "US")
