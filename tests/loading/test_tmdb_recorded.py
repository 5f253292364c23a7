"""Answers of TMDB that were recorded, some of them completed so that every field occurs."""

import json
from contextlib import suppress
from pathlib import Path

import pytest

from bot.errors import Unreadable
from bot.loaders import tmdb
from bot.loaders.rejects import Rejects
from bot.model import Episode, Ids, Series
from tests.loading.shared import needed, recorded
from tests.loading.tmdb_answers import SEEN, read

pytestmark = pytest.mark.shared


def recorded_answer(name: str) -> list[Series | Episode]:
    """Read one of them; nothing of it may be rejected."""
    content = (needed() / "catalog" / "tmdb" / f"{name}.json").read_bytes()
    return tmdb.read_answer(content, name, Rejects(strict=True), seen=SEEN)


def test_a_series():
    [series] = recorded_answer("tv_series/details")
    assert isinstance(series, Series)
    assert (series.ids, series.start_year, series.end_year) == (Ids(tmdb=1399), 2011, 2019)
    assert series.titles[0].text == "Game of Thrones"
    assert ("HBO", "US") in [(one.name, one.country) for one in series.companies]
    assert [one.votes for one in series.ratings] == [21390]


def test_a_series_with_everything():
    [series] = recorded_answer("tv_series/details_with_append_to_response")
    assert series.ids == Ids(tmdb=1399, imdb="tt2934286", tvdb=366524)
    for told in (series.offers, series.images, series.credits, series.plots, series.specs):
        assert told
    assert {one.source for one in series.offers} == {"JustWatch"}


def test_appended_parts_as_they_are_asked_for_alone():
    folder = needed() / "catalog" / "tmdb" / "tv_series"
    names = ("aggregate_credits", "translations", "alternative_titles", "content_ratings")
    parts = {name: json.loads((folder / f"{name}.json").read_bytes()) for name in names}
    parts["watch/providers"] = json.loads((folder / "watch_providers.json").read_bytes())
    whole = json.loads((folder / "details.json").read_bytes()) | parts
    [series] = read(whole)
    people = {one.ids.tmdb for one in series.credits if one.department == "cast"}
    assert len(people) == 514
    assert series.credits[2].character is not None
    assert any(one.uncredited and one.character == "The Night King" for one in series.credits)
    assert any(one.voice and one.character == "Three-Eyed Raven" for one in series.credits)
    assert {one.kind for one in series.offers} == {
        "subscription", "free", "ads", "rent", "buy"
    }  # fmt: skip
    assert {one.country for one in series.offers} == {"CA", "US"}
    assert ("TV-MA", "US") in [(one.value, one.note) for one in series.specs]
    assert {"yue-CN", "es-MX"} <= {one.language for one in series.titles}


def test_a_season():
    episodes = recorded_answer("tv_seasons/details")
    assert len(episodes) == 10
    assert isinstance(episodes[0], Episode)
    assert (episodes[0].ids, episodes[0].series.ids) == (Ids(tmdb=63056), Ids(tmdb=1399))
    assert episodes[0].titles[0].text == "Winter Is Coming"
    assert episodes[0].credits[0].guest
    assert {one.department for one in episodes[0].credits} >= {"cast", "direction", "writing"}


def test_an_episode_with_everything():
    name = "tv_episodes/details_with_append_to_response"
    content = json.loads((needed() / "catalog" / "tmdb" / f"{name}.json").read_bytes())
    [episode] = read({"uri": "/3/tv/52814/season/1/episode/1", "body": content})
    assert isinstance(episode, Episode)
    assert episode.ids == Ids(tmdb=3479046, imdb="tt8631904", tvdb=7318462)
    regular = [one for one in episode.credits if one.department == "cast" and not one.guest]
    assert len(regular) == 12
    assert len([one for one in episode.credits if one.guest]) == 23
    assert len({one.language for one in episode.titles}) > 5


def test_empty_translations_tell_nothing():
    folder = needed() / "catalog" / "tmdb" / "tv_episodes"
    parts = {"translations": json.loads((folder / "translations.json").read_bytes())}
    [episode] = read(json.loads((folder / "details.json").read_bytes()) | parts | {"show_id": 1})
    named = [one for one in episode.titles if one.kind == "alternative"]
    assert len(named) == 53 - 20


@pytest.mark.parametrize(
    "file",
    recorded("catalog/tmdb/**/*.json"),
    ids=lambda file: f"{file.parent.name}-{file.stem}",
)
def test_an_answer_is_told_rejected_or_refused_and_never_a_crash(file: Path):
    rejects = Rejects()
    told: list[Series | Episode] = []
    with suppress(Unreadable):
        told = tmdb.read_answer(file.read_bytes(), file.name, rejects)
        assert told or rejects.count
