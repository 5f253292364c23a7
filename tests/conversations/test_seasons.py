"""/season: a season's episodes, page by page, and the seasons beside it."""

import pytest

from bot.store import Store
from tests.conversations import world
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person, Reply
from tests.conversations.test_stale import GONE


@pytest.fixture
async def told(store: Store) -> None:
    await world.tell(store)


@pytest.fixture
async def second(told: None, ann: Person) -> Reply:
    return await ann.uses("season", query="harbour", number=2)


async def test_the_list_has_codes_titles_days_and_ratings(second: Reply):
    assert second.text.split("\n") == [
        "-# Harbour (1990–2016)",
        "## Season 2",
        "3 episodes · ★ 8 on average (3 rated)",
        "**S02E01** Tide 2.1 · 1 January 1991 · ★ 7",
        "**S02E02** Tide 2.2 · 1 February 1991 · ★ 8",
        "**S02E03** Tide 2.3 · 1 March 1991 · ★ 9",
    ]


@pytest.mark.parametrize(
    "query",
    ["mayday season 9", "mayday s9", "season 9 of mayday", "mayday 9x05", "mayday series 9"],
)
async def test_the_words_name_the_season(ann: Person, query: str):
    card = await ann.uses("season", query=query)
    assert "## Season 9\n8 episodes · not rated by any source" in card.text
    assert "**S09E05** Target Is Destroyed · 6 October 2010" in card.text


@pytest.mark.parametrize("query", ["mayday 9", "9 mayday", "air emergency 9", "mayday 905"])
async def test_a_bare_number_is_the_season_s(ann: Person, query: str):
    assert "## Season 9\n" in (await ann.uses("season", query=query)).text


async def test_a_bare_number_of_no_season_is_told_and_not_passed_over(ann: Person):
    reply = await ann.uses("season", query="mayday 40")
    assert reply.private
    assert "I know no season 40 of “Mayday”. There are seasons 1 to 14." in reply.text


async def test_the_season_of_an_episode_is_said_to_be_its(ann: Person):
    card = await ann.uses("season", query="target is destroyed")
    assert "Read as the season of S09E05 · Target Is Destroyed" in card.text


async def test_an_episode_that_was_suggested_means_its_season(ann: Person):
    (one,) = await ann.types("target is")
    assert "## Season 9" in (await ann.uses("season", query=one.value)).text


async def test_the_number_beside_the_words_is_the_one(ann: Person):
    assert "## Season 3" in (await ann.uses("season", query="mayday s9", number=3)).text


async def test_without_a_number_it_is_the_latest_one(told: None, ann: Person):
    assert "## Season 14" in (await ann.uses("season", query="mayday")).text
    assert "## Season 27" in (await ann.uses("season", query="harbour")).text


async def test_specials_stand_apart(told: None, ann: Person):
    card = await ann.uses("season", query="harbour specials")
    assert "## Specials\n2 episodes" in card.text
    assert "**S00E01** Christmas 1 · 25 December 1991" in card.text
    assert card.text == (await ann.uses("season", query="harbour", number=0)).text


async def test_ann_walks_from_season_to_season_to_specials_and_to_what_has_none(
    second: Reply, ann: Person
):
    assert "## Season 1\n" in (await ann.presses("Previous: season 1", second)).text
    assert "Previous" not in "".join(second.buttons)
    await ann.presses("Next: season 2", second)
    last = await ann.uses("season", query="harbour")
    assert "## Specials" in (await ann.presses("Next: specials", last)).text
    assert "## Episodes without a season" in (await ann.presses("Next: no season", last)).text
    assert "**no number** Lost Reel · date not known" in last.text
    assert "Next" not in "".join(last.buttons)
    assert "## Specials" in (await ann.presses("Previous: specials", last)).text


async def test_it_leads_to_the_series_the_ratings_and_the_episodes(second: Reply, ann: Person):
    series = second.button("Series").split(":")[2]
    assert second.button("Ratings") == f"ratings:season:{series}:2:0"
    card = await ann.picks("Tide 2.2", second)
    assert card.id == second.id
    assert "**S02E02**" in card.text
    season = await ann.uses("season", query="harbour s2")
    assert "## Harbour" in (await ann.presses("Series", season)).text


async def test_episodes_without_a_season_come_by_their_days_page_by_page(told: None, ann: Person):
    card = await ann.uses("season", query="daily")
    assert "## Episodes without a season\n31 episodes" in card.text
    days = [line.split(" · ")[1] for line in card.text.split("\n") if "no number" in line]
    assert days[0] == "1 January 2020"
    assert len(days) == 20
    assert card.text.endswith("-# Page 1 of 2")
    await ann.presses("Next", card)
    assert "Day 031 · 31 January 2020" in card.text
    assert "Page 2 of 2" in card.text
    assert card.button("Ratings").split(":")[3] == "none"
    assert "Page 1 of 2" in (await ann.presses("First", card)).text


async def test_a_season_that_there_is_not_is_said_with_those_that_are(told: None, ann: Person):
    for query, number, said in (
        ("mayday", 99, "I know no season 99 of “Mayday”. There are seasons 1 to 14."),
        ("mayday", 0, "I know no specials of “Mayday”. There are seasons 1 to 14."),
        (
            "harbour", 28, "I know no season 28 of “Harbour”. There are seasons 1 to 27, "
            "specials and episodes without a season.",
        ),
        ("ghosts 2019", 5, "There is season 1."),
        ("ghosts 2021", 5, "There are seasons 1, 9."),
    ):  # fmt: skip
        reply = await ann.uses("season", query=query, number=number)
        assert reply.private
        assert said in reply.text


async def test_of_two_series_of_one_name_ann_picks_and_the_season_is_kept(
    told: None, ann: Person, bot: Bot
):
    choice = await ann.uses("season", query="ghosts", number=9)
    latest = await ann.uses("season", query="ghosts")
    await bot.restarts()
    card = await ann.picks("Ghosts", choice, "2021")
    assert "## Season 9" in card.text
    assert "**S09E01** To Come · 2 January 2999" in card.text
    assert "## Season 9" in (await ann.picks("Ghosts", latest, "2021")).text


async def test_bob_turns_a_season_of_his_own(second: Reply, bob: Person):
    before = second.text
    own = await bob.presses("Next: season 3", second)
    assert own.private
    assert "## Season 3" in own.text
    assert second.text == before
    assert "## Season 4" in (await bob.presses("Next: season 4", own)).text


async def test_a_season_that_is_gone_is_told_privately(second: Reply, ann: Person, store: Store):
    before = second.text
    behind_its_back(store, "DELETE FROM episode WHERE season = 3")
    reply = await ann.presses("Next: season 3", second)
    assert reply.private
    assert "I know no season 3 of “Harbour”" in reply.text
    behind_its_back(store, "DELETE FROM episode")
    assert (
        "I know no episodes of “Harbour” yet." in (await ann.uses("season", query="harbour")).text
    )
    behind_its_back(store, "DELETE FROM series")
    assert GONE in (await ann.presses("Series", second)).text
    assert second.text == before


@pytest.mark.parametrize(
    ("custom_id", "said"),
    [
        ("season:0:1:0", GONE),
        ("season:999999999999999999:999999:999999:last", GONE),
        ("season:{series}:999999:0", "I know no season 999999"),
        ("season:{series}:none:999999", "## Episodes without a season"),
        ("season:{series}:2:999999:last", "**S02E03**"),
    ],
)
async def test_made_up_buttons_are_answered(second: Reply, ann: Person, custom_id: str, said: str):
    on = second.button("Series")
    made_up = second.made_up(on, custom_id.format(series=on.split(":")[2]))
    assert said in (await ann.presses("Series", made_up)).text


@pytest.mark.parametrize("value", ["season:0:1", "season:1", "episode:1", "", "season:x:none"])
async def test_made_up_seasons_in_a_select_are_answered(told: None, ann: Person, value: str):
    card = await ann.uses("series", query="ghosts 2021")
    option = card.option("Season 9")
    reply = await ann.picks("Season 9", card.made_up(option.value, value or "nothing"))
    assert reply.private
    assert GONE in reply.text


async def test_ann_walks_to_the_ratings_and_back(second: Reply, ann: Person):
    curve = await ann.presses("Ratings", second)
    assert curve.id == second.id
    assert "Season 2 · Ratings" in curve.text
    series = await ann.presses("Back to the series", curve)
    assert "## Harbour (1990–2016)" in series.text
    assert "### Harbour (1990–2016) · Ratings" in (await ann.presses("Ratings", series)).text
