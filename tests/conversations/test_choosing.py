"""Several things are meant, or none quite: ann picks."""

import msgspec

from bot import loading
from bot.model import Credit, Ids
from bot.store import Store
from tests.conversations.talk import Person
from tests.loading.reading import episode, show


async def test_several_matches_are_offered_with_series_year_and_code(ann: Person):
    choice = await ann.asks("Kör Uçuş")
    assert not choice.private
    assert "“Kör Uçuş” could be any of these 2." in choice.text
    assert [(option.label, option.under) for option in choice.options] == [
        ("Flying Blind", "Mayday (2003– ) S01E04 · 2003"),
        ("Final Approach", "Mayday (2003– ) S04E04 · 2007"),
    ]


async def test_who_asked_picks_and_the_message_becomes_the_page(ann: Person):
    choice = await ann.asks("mayday kör uçuş")
    page = await ann.picks("Final Approach", choice)
    assert page.id == choice.id
    assert "## Final Approach" in choice.text
    assert not choice.options


async def test_somebody_elses_choice_stays_as_it_is(ann: Person, bob: Person):
    choice = await ann.asks("Kör Uçuş")
    before = choice.text
    page = await bob.picks("Flying Blind", choice)
    assert page.private
    assert "## Flying Blind" in page.text
    assert choice.text == before
    assert len(choice.options) == 2


async def test_where_more_may_be_meant_than_can_be_offered_that_is_said(ann: Person, store: Store):
    series = [show("Twins", 1900 + one, tvmaze=one) for one in range(1, 41)]
    namesakes = [
        Credit(name="John Namesake", ids=Ids(tvmaze=one), character="He") for one in range(26)
    ]
    first = msgspec.structs.replace(
        episode(series[0], "1x01", "Birth", tvmaze=99), credits=tuple(namesakes)
    )
    await loading.load(store, [*series, first])
    for asked in (await ann.asks("twins"), await ann.uses("series", query="twins")):
        assert "could be any of these 25. There may be more: add what tells it" in asked.text
    page = await ann.uses("series", query="twins 1939")
    assert "## Twins (1939– )" in page.text
    people = await ann.uses("person", name="john namesake")
    assert len(people.options) == 25
    assert "These have the most credits; the cast of an episode leads to all" in people.text


async def test_a_whole_season_is_offered(ann: Person):
    choice = await ann.asks("mayday season 9")
    assert len(choice.options) == 8
    assert choice.options[4].under == "Mayday (2003– ) S09E05 · 2010"


async def test_two_numberings_that_disagree_are_both_offered(ann: Person):
    choice = await ann.asks("air disasters 2x02")
    assert {option.label for option in choice.options} == {"A Wounded Bird", "Target Is Destroyed"}


async def test_the_name_of_a_person_offers_what_the_person_is_in(ann: Person):
    choice = await ann.asks("stephen bogaert")
    assert "“stephen bogaert” is in the cast or crew of any of these 10." in choice.text
    assert {"Under Pressure", "Blowout"} <= {option.label for option in choice.options}


async def test_a_mistyped_person_is_told_by_name(ann: Person):
    choice = await ann.asks("steven bogaert")
    assert "reads as **Stephen Bogaert**, who is in the cast or crew of any of" in choice.text


async def test_who_is_in_one_episode_alone_leads_to_its_page(ann: Person):
    page = await ann.asks("denis akiyama")
    assert "## Target Is Destroyed" in page.text
    assert "Read as a person in its cast or crew" in page.text


async def test_near_misses_are_offered_privately_and_become_the_page(ann: Person):
    sorry = await ann.asks("taget maday")
    assert sorry.private
    assert "Did you mean one of these?" in sorry.text
    page = await ann.picks("Target Is Destroyed", sorry)
    assert page.id == sorry.id
    assert page.private
    assert "## Target Is Destroyed" in page.text


async def test_a_series_among_the_near_misses_becomes_its_list(ann: Person):
    sorry = await ann.asks("mayday 9x99")
    page = await ann.picks("Mayday", sorry)
    assert "110 episodes" in page.text
    assert len(page.options) == 25
