"""/admin load-show: what TVmaze and TMDB offer while somebody types, and what they send."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.loading.services import Services
from bot.store import Store
from bot.store import loads as told
from tests.conversations.conftest import Bot
from tests.conversations.talk import Person, checked
from tests.loading import tmdb_answers
from tests.loading.places import Page, Place, place
from tests.loading.test_tvmaze import EPISODE, SHOW
from tests.loading.test_tvmaze_api import BARE, SEASON_PATH, SHOW_PATH, named
from tests.loading.test_tvmaze_rows import GUESTS, ROWS


@pytest.fixture
async def there() -> AsyncIterator[Place]:
    """Serve a TVmaze with one show, and a TMDB with one series."""
    async with place() as served:
        served.give(SHOW_PATH, BARE | {"_embedded": ROWS | {"seasons": [{"id": 901}]}})
        served.give("/shows/77/episodes", [EPISODE], specials=1)
        served.give(SEASON_PATH, [{"id": 2, "_embedded": GUESTS}])
        found = [{"score": 1.0, "show": one} for one in (SHOW, named(78, "Some **Show**"))]
        served.give("/search/shows", found)
        season = {"season/1": tmdb_answers.SEASON}
        served.give("/3/tv/77", tmdb_answers.SHOW, tmdb_answers.SHOW | season)
        served.give("/3/search/tv", {"results": [tmdb_answers.SHOW]})
        yield served


@pytest.fixture
def token() -> str | None:
    """Give TMDB's token; most operators have none."""
    return None


@pytest.fixture
def places(there: Place, tmp_path: Path, token: str | None) -> Services:
    """Load from 127.0.0.1."""
    return Services(there.url, f"{there.url}/3", token, tmp_path / "cache")


async def offered(who: Person, words: str, source: str = "TVmaze") -> list[tuple[str, str]]:
    """Type into the name of the show."""
    found = await who.types_into("admin load-show", "show", words, source=source)
    return [(one.name, one.value) for one in map(checked, found)]


async def test_a_show_that_tvmaze_offers_is_shown_loaded_and_found(ann: Person, store: Store):
    first, second = await offered(ann, "some sh")
    assert first == ("Some Show (2004) · ABC, US", "tvmaze:77")
    assert second == ("Some **Show** · ABC, US", "tvmaze:78")
    preview = await ann.waits("load-show", source="TVmaze", show=first[1])
    assert r"new\: Some Show \(2004\)" in preview.text
    assert not preview.private
    done = await ann.decides("Load", preview)
    assert r"### Loaded tvmaze\:77 from TVmaze" in done.text
    assert "The Second" in (await ann.asks("some show 1x02")).text
    assert (await store.read(told.latest))[0].source == "TVmaze"


async def test_a_show_can_be_named_without_picking_one(ann: Person):
    preview = await ann.waits("load-show", source="TVmaze", show="some show")
    assert list(preview.buttons) == ["Load", "Cancel"]


async def test_several_shows_of_a_name_are_a_private_question(ann: Person, there: Place):
    shows = [named(77, "Girls", 2012), named(90, "Girls", 1999)]
    there.give("/search/shows", [{"score": 1.0, "show": show} for show in shows])
    question = await ann.waits("load-show", source="TVmaze", show="Girls")
    assert question.private
    assert "may be several shows" in question.text
    assert "77: Girls (2012)" in question.text
    assert "90: Girls (1999)" in question.text


async def test_one_line_to_tvmaze_is_kept_open_and_answers_are_remembered(
    ann: Person, bot: Bot, there: Place
):
    for _ in range(3):
        assert len(await offered(ann, "some sh")) == 2
    assert there.count("/search/shows") == 1
    await bot.restarts()
    assert len(await offered(ann, "some sh")) == 2
    assert there.count("/search/shows") == 1


async def test_nothing_is_asked_before_something_is_typed(ann: Person, there: Place):
    assert await offered(ann, "  ") == []
    assert await ann.types_into("admin load-show", "show", "some") == []
    assert there.calls == []


async def test_tvmaze_answering_late_or_not_at_all_is_no_suggestion_and_no_fault(
    ann: Person, there: Place
):
    there.give("/search/shows", Page(body=b"[]", hang_after=0))
    assert await offered(ann, "slow") == []
    there.give("/search/shows", 404)
    assert await offered(ann, "nowhere") == []


async def test_a_place_that_refuses_is_named_privately(ann: Person, there: Place, store: Store):
    there.give(SHOW_PATH, 403)
    refusal = await ann.waits("load-show", source="TVmaze", show="77")
    assert refusal.private
    assert "TVmaze does not answer as it should" in refusal.text
    assert "Nothing was loaded." in refusal.text
    assert len(await store.read(told.latest)) == 1


async def test_a_show_that_is_not_there_is_told_privately(ann: Person):
    refusal = await ann.waits("load-show", source="TVmaze", show="tvmaze:404")
    assert refusal.private
    assert "there is no such show" in refusal.text


async def test_cancel_ends_a_place_that_never_answers(ann: Person, there: Place, bot: Bot):
    there.give(SHOW_PATH, Page(body=b"{}", hang_after=0))
    reading = await ann.uses("admin load-show", source="TVmaze", show="77")
    assert "### Reading 77 from TVmaze" in reading.text
    assert "Called off." in (await ann.decides("Cancel", reading)).text


async def test_without_a_token_tmdb_says_which_setting_is_missing(ann: Person):
    assert await offered(ann, "some", "TMDB") == []
    refusal = await ann.waits("load-show", source="TMDB", show="some show")
    assert refusal.private
    assert "TMDB_TOKEN: expected the API read access token" in refusal.text


@pytest.mark.parametrize("token", ["t0ken"])
async def test_with_a_token_tmdb_is_asked_and_credited(ann: Person, there: Place):
    assert await offered(ann, "some", "TMDB") == [("Some Show (2004)", "tmdb:77")]
    preview = await ann.waits("load-show", source="TMDB", show="tmdb:77")
    await ann.decides("Load", preview)
    assert "The Second" in (await ann.asks("some show 1x02")).text
    assert {call.headers["authorization"] for call in there.calls} == {"Bearer t0ken"}
    about = await ann.uses("about")
    assert "JustWatch" in about.text


async def test_bob_is_offered_nothing_and_nobody_is_asked(bob: Person, there: Place):
    assert await offered(bob, "some") == []
    assert (await bob.waits("load-show", source="TVmaze", show="77")).private
    assert there.calls == []
