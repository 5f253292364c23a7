"""coldopen load tvmaze and tmdb, by name or id: from services that are served on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.loading.places import Place, place
from tests.loading.test_tvmaze_api import BARE, named, search, there
from tests.loading.tmdb_answers import SEASON, SHOW
from tests.shell.program import Done, coldopen

__all__ = ["there"]
SIGN = "eyJhbGciOiJIUzI1NiJ9.a-secret-sign"


async def shell(home: Path, *arguments: str, **settings: Any) -> Done:
    """Run the program while this process serves what it asks."""
    done = await asyncio.to_thread(coldopen, home, *arguments, **settings)
    assert SIGN not in done.out + done.err
    return done


@pytest.fixture
async def tmdb() -> AsyncIterator[Place]:
    """Serve a TMDB with one series."""
    async with place() as served:
        served.give("/tv/77", SHOW)
        served.give("/tv/77", SHOW | {"season/1": SEASON}, append_to_response="season/1")
        yield served


@pytest.mark.parametrize("wanted", ["77", "tt0000077", "tvdb:7", "Some Show"])
async def test_a_show_of_tvmaze_loads_by_any_name_that_it_has(
    tmp_path: Path, there: Place, wanted: str
):
    search(there, "Some Show", named(77, "Some Show"))
    done = await shell(tmp_path, "load", "tvmaze", wanted, "--json", TVMAZE_API_URL=there.url)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["source"], told["series"], told["episodes"]) == ("TVmaze", 1, 2)
    assert told["new"] == 3
    before = len(there.calls)
    done = await shell(tmp_path, "load", "tvmaze", "77", TVMAZE_API_URL=there.url)
    assert "0 new, 0 changed, 3 unchanged. Nothing changes." in done.out
    assert {call.path for call in there.calls[before:]} <= {"/shows/77"}, "it was asked again"


async def test_files_and_names_may_stand_side_by_side(tmp_path: Path, there: Place):
    other = BARE | {"id": 78, "name": "Other Show", "externals": {}}
    other["url"] = "https://www.tvmaze.com/shows/78/other-show"
    (tmp_path / "other.json").write_text(json.dumps(other))
    done = await shell(tmp_path, "load", "tvmaze", "other.json", "77", TVMAZE_API_URL=there.url)
    assert done.code == 0, done.err
    assert "2 series and 2 episodes read: 4 new" in done.out


async def test_what_tvmaze_changed_of_what_the_store_has_is_fetched_again(
    tmp_path: Path, there: Place
):
    there.give("/updates/shows", {"77": 1_700_000_000, "78": 1_700_000_000}, since="day")
    url = {"TVMAZE_API_URL": there.url}
    assert (await shell(tmp_path, "load", "tvmaze", "77", **url)).code == 0
    done = await shell(tmp_path, "load", "tvmaze", "--refresh", "day", **url)
    assert (done.code, there.count("/shows/78")) == (0, 0)
    assert "1 series and 2 episodes read" in done.out
    there.give("/updates/shows", {}, since="week")
    done = await shell(tmp_path, "load", "tvmaze", "--refresh", "week", **url)
    assert (done.code, done.out) == (
        0, "0 series and 0 episodes read: 0 new, 0 changed, 0 unchanged. Nothing changes.\n"
    )  # fmt: skip


async def test_a_refresh_of_a_store_with_nothing_in_it_is_no_fault(tmp_path: Path, there: Place):
    there.give("/updates/shows", {"77": 1_700_000_000}, since="day")
    done = await shell(tmp_path, "load", "tvmaze", "--refresh", "day", TVMAZE_API_URL=there.url)
    assert done.code == 0, done.err
    assert "0 series and 0 episodes read" in done.out


async def test_a_series_of_tmdb_loads_with_a_token(tmp_path: Path, tmdb: Place):
    settings = {"TMDB_API_URL": tmdb.url, "TMDB_TOKEN": SIGN}
    done = await shell(tmp_path, "load", "tmdb", "77", "--json", **settings)
    assert done.code == 0, done.err
    told = json.loads(done.out)
    assert (told["source"], told["new"]) == ("TMDB", 2)
    assert {call.headers["authorization"] for call in tmdb.calls} == {f"Bearer {SIGN}"}


async def test_without_a_token_nobody_is_asked(tmp_path: Path, tmdb: Place):
    done = await shell(tmp_path, "load", "tmdb", "77", TMDB_API_URL=tmdb.url)
    assert (done.code, done.out) == (2, "")
    assert "TMDB_TOKEN" in done.err
    assert tmdb.calls == []


async def test_a_place_that_refuses_is_exit_code_10_and_changes_nothing(
    tmp_path: Path, there: Place, tmdb: Place
):
    there.give("/shows/9", 403)
    tmdb.give("/tv/9", 401)
    settings = {"TVMAZE_API_URL": there.url, "TMDB_API_URL": tmdb.url, "TMDB_TOKEN": SIGN}
    assert (await shell(tmp_path, "load", "starter")).code == 0
    for kind, name in (("tvmaze", "TVmaze"), ("tmdb", "TMDB")):
        # What came before it is not loaded either.
        done = await shell(tmp_path, "load", kind, "77", "9", **settings)
        assert (done.code, done.out) == (10, ""), done.err
        assert name in done.err
        assert "Nothing was loaded" in done.err
    assert len((await shell(tmp_path, "loads")).out.splitlines()) == 1


async def test_several_shows_of_a_name_are_listed_and_none_is_loaded(tmp_path: Path, there: Place):
    search(there, "Ghosts", named(1, "Ghosts", 2019), named(2, "Ghosts", 2021))
    done = await shell(tmp_path, "load", "tvmaze", "Ghosts", TVMAZE_API_URL=there.url)
    assert (done.code, done.out) == (8, "")
    assert "1: Ghosts (2019)" in done.err
    assert "2: Ghosts (2021)" in done.err


async def test_a_show_that_nobody_has_is_exit_code_8(tmp_path: Path, there: Place):
    there.give("/search/shows", [])
    there.give("/singlesearch/shows", 404)
    for wanted in ("xyzzy plugh", "404"):
        done = await shell(tmp_path, "load", "tvmaze", wanted, TVMAZE_API_URL=there.url)
        assert (done.code, done.out) == (8, ""), done.err
        assert wanted in done.err


@pytest.mark.parametrize("url", ["ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1"])
async def test_an_address_that_is_no_http_is_refused(tmp_path: Path, url: str):
    done = await shell(tmp_path, "load", "tvmaze", "77", TVMAZE_API_URL=url)
    assert (done.code, done.out) == (2, "")
    assert "TVMAZE_API_URL" in done.err
