"""/series: the card of a series, its sections, and the ways on from it."""

import pytest

from bot.store import Store
from tests.conversations import world
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person, Reply
from tests.conversations.test_stale import GONE
from tests.reviewing import rated


@pytest.fixture
async def told(store: Store) -> None:
    await world.tell(store)


@pytest.fixture
async def harbour(told: None, ann: Person) -> Reply:
    return await ann.uses("series", query="harbour")


async def test_the_card_has_years_status_names_ratings_sizes_dates_networks_and_cast(
    harbour: Reply,
):
    lines = harbour.text.split("\n")
    assert lines[:9] == [
        "-# Series · Ended",
        "## Harbour (1990–2016)",
        "Original title: Hafen",
        "Also known as Hafen (Germany), Le Port (France), El Puerto (Spanish) and 21 others",
        "★ 7.5/10 (1,200 votes, TVmaze) · not rated by members yet",
        "27 seasons · 81 episodes · 2 specials · 1 without a season",
        "First: **S01E01**, 1 January 1990 · latest: **S27E03**, 1 March 2016",
        "Next: not known",
        "On Coast TV (United Kingdom)",
    ]
    assert "Ships come and go." in lines
    assert "**Ann Example** … Captain" in lines
    assert lines[-1] == "-# and 16 more"


async def test_the_buttons_say_what_is_behind_them(harbour: Reply):
    assert list(harbour.buttons) == [
        "Seasons 27", "Cast 22", "Watch", "Titles 24", "Reviews", "Details", "Latest S27E03",
        "Ratings", "Review this title",
    ]  # fmt: skip
    assert harbour.placeholders == ["Open a season: season 1 to season 25, of 29"]
    assert harbour.button("Ratings").startswith("ratings:series:")
    assert harbour.button("Ratings").endswith(":0")


async def test_the_next_episode_is_told_with_its_day(told: None, ann: Person):
    card = await ann.uses("series", query="ghosts 2021")
    assert "Next: **S09E01**, 2 January 2999" in card.text
    assert "latest: **S01E01**, 7 October 2021" in card.text
    assert "**S09E01**" in (await ann.presses("Next", card)).text


async def test_members_ratings_stand_beside_the_sources(harbour: Reply, ann: Person, store: Store):
    series = harbour.button("Details").split(":")[2]
    await rated(store, 1, int(series), 9)
    await rated(store, 2, int(series), 8)
    assert "members ★ 8.5/10 (2 ratings)" in (await ann.uses("series", query="harbour")).text


async def test_the_sections_turn_the_same_message_and_lead_back(harbour: Reply, ann: Person):
    before = harbour.text
    for section in ("Seasons", "Cast", "Titles", "Details"):
        shown = await ann.presses(section, harbour)
        assert shown.id == harbour.id
        assert f"-# Harbour (1990–2016)\n## {section}" in harbour.text
        await ann.presses("Overview", harbour)
        assert harbour.text == before


async def test_more_seasons_than_a_select_takes_come_page_by_page(harbour: Reply, ann: Person):
    assert len(harbour.options) == 25
    seasons = await ann.presses("Seasons", harbour)
    assert seasons.text.endswith("-# Page 1 of 2")
    assert "**Season 25** · 3 episodes, from 1 January 2014" in seasons.text
    await ann.presses("Last", seasons)
    assert [one.label for one in seasons.options] == [
        "Season 26", "Season 27", "Specials", "No season",
    ]  # fmt: skip
    assert "**Specials** · 2 episodes, from 25 December 1991" in seasons.text
    assert "Page 1 of 2" in (await ann.presses("First", seasons)).text


async def test_the_cast_is_in_credited_order_guests_apart_crew_at_the_end(
    harbour: Reply, ann: Person
):
    cast = await ann.presses("Cast", harbour)
    assert "## Cast\n### Cast\n**Ann Example** … Captain\n**Sailor 0**" in cast.text
    await ann.presses("Next", cast)
    assert "### Guest stars\n**Bo Guest** … Stranger\n### Direction\n**Di Rector**" in cast.text
    assert "Page 2 of 2" in cast.text


async def test_somebody_of_the_cast_is_looked_up(harbour: Reply, ann: Person):
    cast = await ann.presses("Cast", harbour)
    shown = await ann.picks("Ann Example", cast)
    assert shown.id == harbour.id
    assert "## Ann Example\n81 episodes of 1 series" in shown.text


async def test_the_titles_stand_by_country_then_those_of_no_place(harbour: Reply, ann: Person):
    titles = await ann.presses("Titles", harbour)
    assert "### France\n- Le Port (French), cinema · TVmaze" in titles.text
    assert "### Germany\n- Hafen (German), original · TVmaze" in titles.text
    assert "### Spanish\n- El Puerto · TVmaze" in titles.text
    await ann.presses("Last", titles)
    assert "### Place not stated\n- The Quay · TVmaze" in titles.text


async def test_the_details_link_to_the_series_elsewhere(harbour: Reply, ann: Person):
    details = await ann.presses("Details", harbour)
    assert "[TVmaze 1](<https://www.tvmaze.com/shows/1>)" in details.text
    assert "Coast TV (United Kingdom)" in details.text
    assert "runtime" not in details.text


async def test_what_is_not_known_is_said(told: None, ann: Person):
    card = await ann.uses("series", query="daily")
    assert "-# Series · Whether it goes on is not known\n## Daily" in card.text
    assert "*No outline yet.*" in card.text
    assert "*No cast yet.*" in card.text
    assert "31 without a season" in card.text
    assert "*No other titles.*" in (await ann.presses("Titles", card)).text
    assert "*No cast or crew yet.*" in (await ann.presses("Cast", card)).text


@pytest.mark.parametrize(
    "query", ["mayday", "MAYDAY s9", "air emergency", "tt0386950", "mayday 9x05", "mayday finale"]
)
async def test_a_series_is_found_in_whatever_words(ann: Person, query: str):
    assert "## Mayday (2003– )" in (await ann.uses("series", query=query)).text


async def test_a_mistyped_name_and_an_episode_s_title_are_read_and_said_so(ann: Person):
    assert "-# Read as the title “Mayday”" in (await ann.uses("series", query="maday")).text
    card = await ann.uses("series", query="target is destroyed")
    assert "## Mayday (2003– )" in card.text
    assert "-# Read as the series of S09E05 · Target Is Destroyed" in card.text
    assert "Read as the series of S02E05 · Lost" in (await ann.uses("series", query="lost")).text
    assert "season 9" in (await ann.uses("series", query="maday 9")).text


async def test_of_two_series_of_one_name_ann_picks(told: None, ann: Person, bob: Person):
    choice = await ann.uses("series", query="ghosts")
    assert "“ghosts” could be any of these 2." in choice.text
    assert {one.under for one in choice.options} == {"series (2019– )", "series (2021– )"}
    own = await bob.picks("Ghosts", choice, "2019")
    assert own.private
    assert "## Ghosts (2019– )" in own.text
    card = await ann.picks("Ghosts", choice, "2021")
    assert card.id == choice.id
    assert "## Ghosts (2021– )" in card.text


async def test_a_choice_that_is_gone_is_told_privately(told: None, ann: Person, store: Store):
    choice = await ann.uses("series", query="ghosts")
    behind_its_back(store, "DELETE FROM episode; DELETE FROM series")
    assert GONE in (await ann.picks("Ghosts", choice, "2021")).text


@pytest.mark.parametrize("query", ["xyzzy plugh", "🎬", "series:999999", "episode:0"])
async def test_what_is_no_series_is_said_privately(ann: Person, query: str):
    reply = await ann.uses("series", query=query)
    assert reply.private
    assert "## " not in reply.text


async def test_series_are_suggested_while_ann_types(told: None, ann: Person):
    names = [one.name for one in await ann.types_into("series", "query", "gho")]
    assert names == ["Ghosts (2019– )", "Ghosts (2021– )"]
    assert await ann.types_into("series", "query", "xyzzy plugh") == []
    await ann.uses("series", query="daily")
    before_typing = await ann.types_into("season", "query", "")
    assert before_typing[0].name == "Daily"
    (one,) = await ann.types_into("series", "query", "harb")
    assert "## Harbour" in (await ann.uses("series", query=one.value)).text


async def test_the_list_of_episodes_leads_to_the_series(ann: Person):
    listed = await ann.asks("mayday")
    card = await ann.presses("About the series", listed)
    assert card.id == listed.id
    assert "## Mayday (2003– )" in card.text


async def test_bob_gets_a_card_of_his_own(harbour: Reply, bob: Person):
    before = harbour.text
    own = await bob.presses("Titles", harbour)
    assert own.private
    assert harbour.text == before
    assert "Page 2 of 2" in (await bob.presses("Next", own)).text


async def test_ann_walks_from_the_series_to_its_people_and_back(harbour: Reply, ann: Person):
    season = await ann.picks("Season 2", harbour)
    assert "## Season 2" in season.text
    episode = await ann.picks("Tide 2.3", season)
    assert "## Tide 2.3" in episode.text
    cast = await ann.presses("Cast", episode)
    person = await ann.picks("Ann Example", cast)
    assert "## Ann Example" in person.text
    again = await ann.picks("Harbour", person)
    assert "## Harbour (1990–2016)" in again.text
    assert again.id == harbour.id


async def test_everything_works_after_a_restart(harbour: Reply, ann: Person, bot: Bot):
    await bot.restarts()
    assert "## Cast" in (await ann.presses("Cast", harbour)).text
    await bot.restarts()
    assert "Page 2 of 2" in (await ann.presses("Next", harbour)).text
    assert bot.remembered == 0


async def test_a_series_that_is_gone_is_told_privately(harbour: Reply, ann: Person, store: Store):
    before = harbour.text
    behind_its_back(store, "DELETE FROM episode; DELETE FROM series")
    for press in ("Seasons", "Latest"):
        reply = await ann.presses(press, harbour)
        assert reply.private
        assert GONE in reply.text
    assert harbour.text == before


@pytest.mark.parametrize(
    "custom_id",
    [
        "series:cast:0:0", "series:overview:999999999999999999:999999", "series:pick", "seasons",
        "series:titles:63:0:on", "season:pick:9", "season:pick:latest", "random:pick:none",
        "people", "people:cast", "person:0:0", "person:999999999999999999:999999:last",
        "compare:first:0", "compare:second:999999999999999999", "random:999999999999999999:none",
    ],
)  # fmt: skip
async def test_a_made_up_button_is_answered_privately(harbour: Reply, ann: Person, custom_id: str):
    before = harbour.text
    reply = await ann.presses("Cast", harbour.made_up(harbour.button("Cast"), custom_id))
    assert reply.private
    assert GONE in reply.text
    assert harbour.text == before


@pytest.mark.parametrize("name", ["nonsense", "none", "overview"])
async def test_a_section_that_there_is_not_shows_the_overview(
    harbour: Reply, ann: Person, name: str
):
    cast = harbour.button("Cast")
    shown = await ann.presses("Cast", harbour.made_up(cast, cast.replace("cast", name)))
    assert "## Harbour (1990–2016)" in shown.text


async def test_a_page_that_there_is_not_shows_the_last_one(harbour: Reply, ann: Person):
    titles = harbour.button("Titles")
    far = harbour.made_up(titles, titles.removesuffix("0") + "999999")
    assert "Page 2 of 2" in (await ann.presses("Titles", far)).text
