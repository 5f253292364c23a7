"""People look for words of plots, characters and people, and open what has them."""

import pytest

from bot import loading
from bot.store import Store
from tests.conversations.conftest import Bot, behind_its_back
from tests.conversations.talk import Person

GONE = "That is no longer in my catalogue. Ask again by its name."


async def test_words_of_a_plot_find_the_episode_and_stand_out_in_its_phrase(ann: Person):
    found = await ann.uses("search", words="korean soviet fighter")
    assert "### “korean soviet fighter”\n1 thing has all words." in found.text
    assert "**1.** Mayday **S09E05** · Target Is Destroyed" in found.text
    assert "**Korean**" in found.text
    assert [one.label for one in found.options] == ["Target Is Destroyed"]
    assert not found.private


async def test_what_is_found_can_be_opened(ann: Person):
    found = await ann.uses("search", words="geese river")
    card = await ann.picks("Hudson River Runway", found)
    assert card.id == found.id
    assert "**S10E05**" in card.text


async def test_a_character_and_a_person_are_told_as_what_they_are(ann: Person):
    assert "-# character\nFighter Pilot **Osipovich**" in (
        await ann.uses("search", words="osipovich")
    ).text.replace("||", "")
    found = await ann.uses("search", words="Denis Akiyama")
    assert "-# person\n**Denis Akiyama**" in found.text
    person = await ann.presses("Denis Akiyama", found)
    assert person.id == found.id
    assert "Denis Akiyama" in person.text
    assert "Target Is Destroyed" in str(person.options) + person.text


async def test_what_tells_the_end_is_behind_a_spoiler(ann: Person):
    found = await ann.uses("search", words="submersible divers")
    (phrase,) = [line for line in found.text.split("\n") if "submersible" in line and "…" in line]
    assert phrase.startswith("||… ")
    assert phrase.endswith(" …||")
    assert "**submersible**" in phrase
    assert "-# synopsis" in found.text


async def test_pages_turn_for_ann_and_bob_gets_one_of_his_own(ann: Person, bob: Person, bot: Bot):
    found = await ann.uses("search", words="Flight: ; \\ * flights")
    assert "Page 1 of" in found.text
    first = found.text
    await bot.restarts()
    own = await bob.presses("Next", found)
    assert own.private
    assert "Page 2 of" in own.text
    assert found.text == first
    await ann.presses("Last", found)
    assert "“Flight\\: ; \\\\ \\* flights”" in found.text
    assert list(found.buttons) == ["First", "Previous"]
    assert "Page 1 of" in (await ann.presses("First", found)).text


async def test_all_pages_together_have_everything_once(ann: Person):
    found = await ann.uses("search", words="boeing")
    seen = [one.value for one in found.options]
    while "Next" in found.buttons:
        found = await ann.presses("Next", found)
        seen += [one.value for one in found.options]
    assert len(seen) == len(set(seen)) > 16
    assert f"{len(seen)} things have this word" in found.text


async def test_where_nothing_has_all_words_that_is_said(ann: Person):
    found = await ann.uses("search", words="korean soviet penguin")
    assert "Nothing has all 3 words. 1 thing has 2 of them." in found.text


async def test_words_in_quotes_stand_in_a_row(ann: Person):
    row = await ann.uses("search", words='"spy plane"')
    assert "Target Is Destroyed" in row.text
    nothing = await ann.uses("search", words='"plane spy"')
    assert "No title, outline, plot" in nothing.text


async def test_accents_width_and_forms_of_a_word_do_not_matter(ann: Person):
    for words in ("ＫＯＲＥＡＮ", "Koreán", "überlingen", "uberlingen", "hammer"):
        assert "1." in (await ann.uses("search", words=words)).text


@pytest.mark.parametrize("words", ["zzqqx", "🎬", '"', "* (zzqqx)", "||", "@everypenguin", "-- ;"])
async def test_what_finds_nothing_is_said(ann: Person, words: str):
    reply = await ann.uses("search", words=words)
    assert reply.private
    assert "No title, outline, plot, character, person or question that I know has" in reply.text
    assert "@every" not in reply.text.replace("\\@", "")


async def test_near_misses_are_offered_where_there_are_no_words(ann: Person):
    reply = await ann.uses("search", words="gimly glidr")
    assert reply.private
    assert "Did you mean one of these?" in reply.text
    assert reply.options


async def test_the_longest_words_have_pages_that_can_be_turned(ann: Person):
    words = ("flight " * 20)[:80]
    found = await ann.uses("search", words=words)
    assert all(len(one) <= 100 for one in found.buttons.values())
    assert "Page 2 of" in (await ann.presses("Next", found)).text


async def test_what_is_gone_is_told(ann: Person, store: Store):
    found = await ann.uses("search", words="geese river")
    flights = await ann.uses("search", words="flight")
    behind_its_back(store, "DELETE FROM episode; DELETE FROM name")
    assert GONE in (await ann.picks("Hudson River Runway", found)).text
    assert "“flight”" in (await ann.presses("Next", flights)).text


@pytest.mark.parametrize("custom_id", ["search:999999:on:flight", "search:0:x:flight\nboeing"])
async def test_a_made_up_button_shows_the_nearest_page(ann: Person, custom_id: str):
    found = await ann.uses("search", words="flight")
    turned = await ann.presses("Next", found.made_up(found.button("Next"), custom_id))
    assert "Page " in turned.text


async def test_a_made_up_button_without_words_is_answered(ann: Person):
    found = await ann.uses("search", words="flight")
    reply = await ann.presses("Next", found.made_up(found.button("Next"), "search:1:on:\u200b"))
    assert reply.private


async def test_words_of_a_plot_are_an_answer_of_the_first_command_too(ann: Person):
    card = await ann.asks("korean airliner shot down by soviet fighter")
    assert "## Target Is Destroyed" in card.text
    assert "Read as words of its plot" in card.text
    question = await ann.asks("plane lost its engines near new orleans")
    assert "Which one?" in question.text or "Nowhere to Land" in question.text


async def test_an_empty_store_says_that_it_has_nothing(ann: Person, store: Store):
    last = 1
    await loading.undo(store, last)
    assert "No title" in (await ann.uses("search", words="flight")).text


async def test_the_last_word_is_gone_on_while_it_is_typed(ann: Person):
    choices = await ann.types_into("search", "words", "Flight recor")
    assert [one.value for one in choices] == [
        "Flight recor", "Flight recorders", "Flight recording", "Flight recordings",
        "Flight records",
    ]  # fmt: skip
    assert [one.value for one in await ann.types_into("search", "words", '"fly" ')] == ['"fly"']
    assert await ann.types_into("search", "words", "") == []
    assert len(await ann.types_into("search", "words", "s" * 80)) == 1
    assert len(await ann.types_into("search", "words", "th")) <= 25


async def test_words_that_everything_has_are_said_not_to_count(ann: Person):
    found = await ann.uses("search", words="the akiyama")
    assert "1 thing has the one word of these that tells something." in found.text
    found = await ann.uses("search", words="the korean of the flight")
    assert "have the 2 words of these that tell something." in found.text
