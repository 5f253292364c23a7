"""The catalogue that ships: what is in it, and that its words are nobody else's."""

import re
from collections import Counter
from itertools import pairwise

import pytest

from bot import loading
from bot.loaders import tables
from bot.model import (
    FACT_FIELDS,
    Company,
    Credit,
    Episode,
    Offer,
    Plot,
    Release,
    Series,
    Spec,
    Title,
)
from bot.page import EpisodePage
from bot.store import Store, catalogue, identity, pages
from tests.loading.shared import needed

TELLINGS = [
    telling
    for file in sorted(loading.STARTER.glob("*.jsonl"))
    for telling in tables.read_file(file)
]
EPISODES = [telling for telling in TELLINGS if isinstance(telling, Episode)]
RUN = 8
"""So many words in a row are no chance."""


@pytest.fixture
async def page(started: Store) -> EpisodePage:
    """Read the page of the episode that this project began with."""
    [thing] = await started.read(identity.recognise, "episode", [("imdb", "tt1597909")])
    return await started.read(pages.episode, thing)


async def test_a_series_and_110_episodes_load_and_load_again_without_a_change(store: Store):
    report = await loading.load_starter(store)
    assert report[:6] == (1, 110, 111, 0, 0, ())
    again = await loading.load_starter(store)
    assert again[:6] == (1, 110, 0, 0, 111, ())


def test_no_two_episodes_have_one_place():
    places = Counter(
        (one.scheme, one.season, one.number) for each in EPISODES for one in each.numberings
    )
    assert [place for place, count in places.items() if count > 1] == []
    assert all(any(one.scheme == "aired" for one in each.numberings) for each in EPISODES)


def test_the_places_of_a_season_follow_each_other():
    aired = sorted(
        (one.season or 0, one.number)
        for each in EPISODES
        for one in each.numberings
        if one.scheme == "aired"
    )
    for (season, number), (other, next_number) in pairwise(aired):
        assert next_number == (number + 1 if season == other else 1)


async def test_the_page_has_every_section_of_the_page_that_it_is_after(page: EpisodePage):
    assert page.heading.series == "Mayday"
    assert str(page.heading.code) == "S09E05"
    assert {plot.kind for plot in page.facts(Plot)} == {"outline", "summary", "synopsis"}
    assert page.previous
    assert page.next
    [offer] = page.facts(Offer)
    assert (offer.provider, offer.price, offer.currency, offer.quality) == (
        "Prime Video", 199, "USD", "SD",
    )  # fmt: skip
    assert ("2010-10-06", "CA") in {(one.date, one.country) for one in page.facts(Release)}
    assert page.facts(Company)
    assert "sound mix" in {spec.name for spec in page.facts(Spec)}


async def test_the_cast_is_that_of_the_page(page: EpisodePage):
    cast = [one for one in page.facts(Credit) if one.department == "cast"]
    played = {one.name: one.character for one in cast}
    assert played["Denis Akiyama"] == "Captain - Flight 007"
    assert played["Cecil Law"] == "First Officer - Flight 007"
    assert played["Jordan Andonov"] == "Fighter Pilot Osipovich"
    assert {"Air Traffic Controller", "Caj Frostell", "Russian Soldier"} <= set(played.values())
    assert any(one.credited_as == "Allen J. Keng" for one in cast)
    assert any(one.voice and one.character == "Narrator" for one in cast)
    footage = {one.name: one for one in cast if one.archive_footage}
    assert not footage["Boris Yeltsin"].billed
    assert len(footage) >= 2


async def test_it_can_be_found_under_the_name_of_the_page(started: Store):
    [series] = [telling for telling in TELLINGS if isinstance(telling, Series)]
    assert "Air Emergency" in {title.text for title in series.titles}
    [thing] = await started.read(identity.recognise, "series", list(series.ids.items()))
    told = await started.read(catalogue.titles, thing)
    assert {title.text for title in told} == {title.text for title in series.titles}


def test_many_episodes_have_an_outline_and_some_their_people():
    outlined = [each for each in EPISODES if any(plot.kind == "outline" for plot in each.plots)]
    assert len(outlined) >= 41
    assert len([each for each in EPISODES if each.credits]) >= 10


def test_an_outline_tells_no_end_and_a_synopsis_is_marked():
    for each in TELLINGS:
        for plot in each.plots:
            assert plot.spoiler == (plot.kind == "synopsis")


def test_every_fact_has_a_source_and_no_source_is_an_address():
    for each in TELLINGS:
        for field in FACT_FIELDS.values():
            for fact in getattr(each, field, ()):
                assert "://" not in (fact.source or each.source)


def test_every_episode_has_a_title_to_show():
    for each in EPISODES:
        assert [title for title in each.titles if title.kind == "shown"], each.numberings
        assert all(isinstance(title, Title) for title in each.titles)


def runs(text: str) -> set[tuple[str, ...]]:
    """Give every run of words in a row."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


@pytest.mark.shared
def test_no_words_are_taken_from_the_page():
    folder = needed() / "seed"
    theirs = set().union(*(runs(file.read_text("utf-8")) for file in folder.glob("*.txt")))
    assert len(theirs) > 400
    ours = {
        plot.text if isinstance(plot, Plot) else str(plot)
        for each in TELLINGS
        for field in FACT_FIELDS.values()
        for plot in getattr(each, field, ())
    }
    copied = {run for text in ours for run in runs(text)} & theirs
    assert copied == set()
