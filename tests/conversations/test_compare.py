"""/compare: two episodes, one fact under the other."""

import pytest

from bot.store import Store
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person
from tests.conversations.test_stale import GONE


async def test_the_facts_of_both_stand_one_under_the_other(ann: Person):
    card = await ann.uses("compare", first="mayday 9x05", second="racing the storm")
    for said in (
        "### A · Target Is Destroyed\n-# Mayday (2003– ) · **S09E05**",
        "### B · Racing the Storm\n-# Mayday (2003– ) · **S01E02**",
        "**Air date**\nA: 6 October 2010 (Canada)\nB: 3 September 2003",
        "**Runtime**\nBoth: not known",
        "**Rated by members**\nBoth: not rated by members yet",
        "**Directed by**\nA: George D'Amato\nB: not known",
        "**Written by**\nA: Armen Kazazian\nB: not known",
        "**Where to watch**\nA: from $1.99 (SD) on Prime Video, United States\nB: not known",
        "**Cast in common**\nNobody that I know of",
    ):
        assert said in card.text


async def test_each_opens(ann: Person, bob: Person):
    card = await ann.uses("compare", first="mayday 9x05", second="racing the storm")
    own = await bob.presses("A · Target", card)
    assert own.private
    assert "## Target Is Destroyed" in own.text
    assert "## Racing the Storm" in (await ann.presses("B · Racing", card)).text
    assert card.text == card.text


async def test_one_episode_twice_is_said(ann: Person):
    card = await ann.uses("compare", first="mayday 9x05", second="target is destroyed")
    assert "*That is the same episode twice.*" in card.text
    assert "**Cast in common**\nStephen Bogaert, Jonathan Aris, Denis Akiyama" in card.text
    assert "and 7 more" in card.text


async def test_of_a_series_it_is_said_that_more_than_its_first_episodes_can_be_named(ann: Person):
    choice = await ann.uses("compare", first="mayday", second="mayday 9x05")
    assert (
        "A: “mayday” is a series, Mayday (2003– ). Its first 25 episodes are below; "
        "name any other by its code: `mayday 2x05`"
    ) in choice.text


@pytest.mark.parametrize("swapped", [False, True])
async def test_the_one_that_is_clear_is_kept_while_ann_picks_the_other(
    ann: Person, bob: Person, bot: Bot, *, swapped: bool
):
    words = ["mayday 9x05", "Kör Uçuş"]
    first, second = reversed(words) if swapped else words
    choice = await ann.uses("compare", first=first, second=second)
    clear, unclear = ("B", "A") if swapped else ("A", "B")
    assert f"{clear}: Mayday \\(2003– \\) S09E05 · Target Is Destroyed" in choice.text
    assert f"{unclear}: “Kör Uçuş” could be 2 episodes" in choice.text
    await bot.restarts()
    own = await bob.picks("Final Approach", choice)
    assert own.private
    card = await ann.picks("Flying Blind", choice)
    assert card.id == choice.id
    assert f"### {clear} · Target Is Destroyed" in card.text
    assert f"### {unclear} · Flying Blind" in card.text


async def test_of_two_that_are_unclear_ann_picks_one_after_the_other(
    ann: Person, bob: Person, bot: Bot
):
    choice = await ann.uses("compare", first="Kör Uçuş", second="mayday")
    assert choice.placeholders == ["Pick A", "Pick B"]
    half = await bob.picks("Final Approach", choice)
    assert half.private
    assert half.placeholders == ["Pick B"]
    await bot.restarts()
    half = await ann.picks("Racing the Storm", choice)
    assert half.id == choice.id
    assert half.placeholders == ["Pick A"]
    assert "B: Mayday \\(2003– \\) S01E02 · Racing the Storm" in half.text
    await bot.restarts()
    card = await ann.picks("Flying Blind", half)
    assert "### A · Flying Blind" in card.text
    assert "### B · Racing the Storm" in card.text


@pytest.mark.parametrize("words", ["xyzzy plugh", "🎬", "episode:0"])
async def test_what_is_no_episode_is_said_privately(ann: Person, words: str):
    reply = await ann.uses("compare", first="mayday 9x05", second=words)
    assert reply.private
    assert "### " not in reply.text


async def test_what_is_gone_is_told_privately(ann: Person, store: Store):
    choice = await ann.uses("compare", first="mayday 9x05", second="Kör Uçuş")
    both = await ann.uses("compare", first="Kör Uçuş", second="mayday")
    behind_its_back(store, "DELETE FROM episode WHERE title = 'Target Is Destroyed'")
    assert GONE in (await ann.picks("Flying Blind", choice)).text
    behind_its_back(store, "DELETE FROM episode")
    assert GONE in (await ann.picks("Racing the Storm", both)).text


@pytest.mark.parametrize("value", ["series:7", "episode:x", "episode:0", "nothing"])
async def test_made_up_picks_are_answered_privately(ann: Person, value: str):
    choice = await ann.uses("compare", first="mayday 9x05", second="Kör Uçuş")
    option = choice.option("Flying Blind")
    reply = await ann.picks("Flying Blind", choice.made_up(option.value, value))
    assert reply.private
    assert GONE in reply.text


async def test_episodes_are_suggested_for_both(ann: Person):
    for option in ("first", "second"):
        (one,) = await ann.types_into("compare", option, "target is")
        assert one.name.endswith("Target Is Destroyed")


async def test_what_is_only_near_is_no_pick(ann: Person):
    asked = await ann.uses("compare", first="racng strm", second="Kör Uçuş")
    assert "A: “racng strm” could be this episode" in asked.text
    again = await ann.picks("Flying Blind", asked)
    assert "Compare which ones?" in again.text
    both = await ann.picks("Racing the Storm", again)
    assert "Flying Blind" in both.text
    assert "Compare which ones?" not in both.text
