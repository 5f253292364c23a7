"""Ratings as pictures and in words: a series, a season, where there are none, when it fails."""

import os
import signal
from io import BytesIO

import msgspec
import pytest
from PIL import Image

from bot import loading, ui
from bot.model import Episode, Ids, Numbering, Rating, Series, SeriesReference, Title
from bot.store import Store
from tests.conversations.conftest import Bot, Journal, behind_its_back
from tests.conversations.talk import Person, Reply
from tests.conversations.test_stale import GONE

SHOW = Ids(tvmaze=4711)
RATED = {(1, 1): 7.0, (1, 2): 9.0, (1, 3): None, (2, 1): 6.5, (2, 2): 8.0, (0, 1): 5.0}


def told(season: int, number: int, value: float | None) -> Episode:
    return Episode(
        source="TVmaze",
        series=SeriesReference(ids=SHOW),
        numberings=(Numbering(season=season, number=number),),
        titles=(Title(text=f"Light {season} {number}"),),
        ratings=() if value is None else (Rating(value=value, votes=120),),
    )


@pytest.fixture
async def lighthouses(store: Store) -> None:
    """Load a series that TVmaze rates."""
    series = Series(source="TVmaze", ids=SHOW, titles=(Title(text="Lighthouses"),))
    await loading.load(store, [series, *(told(*place, value) for place, value in RATED.items())])


@pytest.fixture
async def heatmap(lighthouses: None, ann: Person) -> Reply:
    return await ann.uses("ratings", query="lighthouses")


def picture(bot: Bot, reply: Reply) -> Image.Image:
    """Give the one picture that a message shows."""
    ((name, url),) = reply.files.items()
    assert name == "ratings.png"
    assert set(reply.pictures) == {url}
    return Image.open(BytesIO(bot.env.backend.cdn.get(url) or b""))


async def test_a_series_ratings_are_shown_as_a_picture_and_in_words(bot: Bot, heatmap: Reply):
    assert not heatmap.private
    assert heatmap.text.split("\n") == [
        "### Lighthouses · Ratings",
        "5 of 6 episodes rated, mean 7.10, highest S01E02 9.0, lowest S00E01 5.0 · rated by TVmaze",
        "**S01** mean 8.00 · highest S01E02 9.0 · lowest S01E01 7.0 · 2 of 3 rated",
        "**S02** mean 7.25 · highest S02E02 8.0 · lowest S02E01 6.5",
        "**Specials** mean 5.00",
    ]
    assert picture(bot, heatmap).format == "PNG"
    (alt,) = heatmap.pictures.values()
    assert alt == (
        "Heatmap of the ratings of Lighthouses by TVmaze: a row for each season, a cell for each "
        "episode. 5 of 6 episodes rated, mean 7.10, highest S01E02 9.0, lowest S00E01 5.0. "
        "Means: S01 8.00, S02 7.25, Specials 5.00."
    )


async def test_a_season_is_picked_from_the_series_and_leads_back(
    bot: Bot, ann: Person, heatmap: Reply
):
    before = picture(bot, heatmap).tobytes()
    season = await ann.picks("Season 1", heatmap)
    assert season.id == heatmap.id
    assert season.text.split("\n") == [
        "### Lighthouses · Season 1 · Ratings",
        "2 of 3 episodes rated, mean 8.00, highest S01E02 9.0, lowest S01E01 7.0 · rated by TVmaze",
        "**S01E01** 7.0 · 120 votes",
        "**S01E02** 9.0 · 120 votes",
        "**S01E03** no rating",
    ]
    assert picture(bot, season).tobytes() != before
    assert list(season.buttons) == ["Season 2", "All seasons", "Back to the series"]
    await ann.presses("Season 2", season)
    assert "**S02E01** 6.5" in season.text
    assert list(season.buttons)[:2] == ["Season 1", "Specials"]
    await ann.presses("All seasons", season)
    assert picture(bot, season).tobytes() == before


async def test_a_season_can_be_asked_for_and_specials_are_season_0(
    lighthouses: None, ann: Person, bot: Bot
):
    season = await ann.uses("ratings", query="lighthouses", season=2)
    assert "· Season 2 ·" in season.text
    specials = await ann.uses("ratings", query="lighthouses 1x02", season=0)
    assert "· Specials ·" in specials.text
    assert picture(bot, specials).width <= 1600


async def test_somebody_else_gets_a_picture_of_their_own(
    bot: Bot, ann: Person, bob: Person, heatmap: Reply
):
    before = heatmap.text
    season = await bob.picks("Season 1", heatmap)
    assert season.private
    assert "· Season 1 ·" in season.text
    assert picture(bot, season).format == "PNG"
    assert heatmap.text == before
    assert picture(bot, heatmap).format == "PNG"


async def test_a_message_without_a_picture_keeps_none_of_the_page_before(
    ann: Person, heatmap: Reply
):
    button = heatmap.button("Back")
    (choice,) = [one for one in await ann.types("lighthouses") if one.value.startswith("series:")]
    # What /episode lists has no picture.
    listed = f"{choice.value}:0"
    shown = await ann.presses("Back", heatmap.made_up(button, listed))
    assert shown.id == heatmap.id
    assert "6 episodes" in shown.text
    assert shown.pictures == shown.files == {}


async def test_a_series_without_ratings_says_what_is_missing(ann: Person):
    reply = await ann.uses("ratings", query="mayday")
    assert "*No source that I have has rated these episodes yet.*" in reply.text
    assert reply.pictures == {}
    assert reply.options == []
    season = await ann.uses("ratings", query="mayday", season=9)
    assert "*No source that I have has rated these episodes yet.*" in season.text
    assert season.pictures == {}


async def test_a_season_that_there_is_not_is_said_to_be_missing(lighthouses: None, ann: Person):
    reply = await ann.uses("ratings", query="lighthouses", season=77)
    assert "*No episode of it with a number is in my catalogue.*" in reply.text
    assert list(reply.buttons) == ["All seasons", "Back to the series"]


async def test_long_lists_are_paged_and_the_picture_stays(store: Store, ann: Person, bot: Bot):
    series = Series(source="TVmaze", ids=SHOW, titles=(Title(text="Lighthouses"),))
    seasons = [told(season, 1, 8.0) for season in range(1, 41)]
    more = [told(40, number, 7.0) for number in range(2, 61)]
    await loading.load(store, [series, *seasons, *more])
    reply = await ann.uses("ratings", query="lighthouses")
    assert "Page 1 of 3" in reply.text
    await ann.presses("Last", reply)
    assert "Page 3 of 3" in reply.text
    assert "**S40**" in reply.text
    assert picture(bot, reply).height <= 1600
    await ann.picks("Season 40", reply)
    await ann.presses("Next", reply)
    assert "Page 2 of 3" in reply.text
    assert "**S40E26** 7.0" in reply.text
    assert picture(bot, reply).height <= 1600


async def test_it_is_pressed_after_a_restart(ann: Person, bot: Bot, heatmap: Reply):
    await bot.restarts()
    assert bot.remembered == 0
    await ann.picks("Season 2", heatmap)
    assert "· Season 2 ·" in heatmap.text
    assert picture(bot, heatmap).format == "PNG"


async def test_what_is_looked_at_is_suggested(ann: Person, heatmap: Reply):
    first, *_ = await ann.types_into("ratings", "query", "")
    assert first.name.startswith("Lighthouses")


async def test_when_a_picture_takes_too_long_its_words_come_and_the_next_is_drawn(
    ann: Person, bot: Bot, heatmap: Reply, journal: Journal
):
    pid = bot.app.drawing.pid
    assert pid
    os.kill(pid, signal.SIGSTOP)
    bot.app.drawing.patience = 0.2
    reply = await ann.picks("Season 1", heatmap)
    assert "The picture took too long." in reply.text
    assert "**S01E02** 9.0" in reply.text
    assert reply.pictures == reply.files == {}
    journal.has("a picture took over")
    bot.app.drawing.patience = 10.0
    assert picture(bot, await ann.presses("All seasons", reply)).format == "PNG"
    assert bot.app.drawing.pid != pid


async def test_a_picture_that_takes_a_while_is_shown_where_it_was_awaited(
    ann: Person, bob: Person, bot: Bot, heatmap: Reply, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ui, "PATIENCE", 0.0)
    late = await ann.uses("ratings", query="lighthouses", season=1)
    assert picture(bot, late).format == "PNG"
    await ann.presses("All seasons", late)
    assert "**Specials** mean 5.00" in late.text
    assert picture(bot, late).format == "PNG"
    own = await bob.picks("Season 1", late)
    assert own.private
    assert picture(bot, own).format == "PNG"
    assert "**Specials** mean 5.00" in late.text


async def test_a_series_that_is_gone_is_told_privately(ann: Person, heatmap: Reply, store: Store):
    behind_its_back(store, "DELETE FROM episode; DELETE FROM series")
    reply = await ann.picks("Season 1", heatmap)
    assert reply.private
    assert GONE in reply.text


@pytest.mark.parametrize(
    "custom_id",
    [
        "ratings:series:999999999999999999:0",
        "ratings:series:0:999999:last",
        "ratings:season:999999:999999:999999",
        "ratings:season:x:1:0",
        "ratings:series:1:1234567",
    ],
)
async def test_a_made_up_button_is_answered_privately(ann: Person, heatmap: Reply, custom_id: str):
    pressed = heatmap.made_up(heatmap.button("Back"), custom_id)
    reply = await ann.presses("Back", pressed)
    assert reply.private
    assert GONE in reply.text


@pytest.mark.parametrize("value", ["x", "1234567", "²", "-1"])
async def test_a_made_up_season_is_answered_privately(ann: Person, heatmap: Reply, value: str):
    reply = await ann.picks("Season 1", heatmap.made_up("1", value))
    assert reply.private
    assert GONE in reply.text


async def test_episodes_without_a_season_lead_to_the_series(ann: Person, heatmap: Reply):
    series = heatmap.button("Back").split(":")[2]
    back = heatmap.made_up(heatmap.button("Back"), f"ratings:season:{series}:none:0")
    assert "**Specials** mean 5.00" in (await ann.presses("Back", back)).text


@pytest.mark.usefixtures("lighthouses")
@pytest.mark.parametrize(("season", "said"), [(None, "### Lighthouses"), (1, "Season 1 · Ratings")])
async def test_of_several_series_of_a_name_one_is_picked(
    bot: Bot, ann: Person, store: Store, season: int | None, said: str
):
    other = Ids(tvmaze=4712)
    await loading.load(
        store,
        [
            Series(
                source="TVmaze", ids=other, titles=(Title(text="Lighthouses"),), start_year=1950
            ),
            msgspec.structs.replace(told(1, 1, 9), series=SeriesReference(ids=other)),
        ],
    )
    options = {} if season is None else {"season": season}
    asked = await ann.uses("ratings", query="lighthouses", **options)
    assert not asked.private
    assert "could be any of these 2." in asked.text
    await bot.restarts()
    shown = await ann.picks("Lighthouses", asked, under="1950")
    assert shown.id == asked.id
    assert said in shown.text
    assert "1 of 1 episode" in shown.text
    assert picture(bot, shown).format == "PNG"
