"""Answers of TMDB that can't be used: the whole is refused, or a row is rejected with its place."""

import json
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.loaders import tmdb
from bot.loaders.rejects import Rejects
from bot.model import Episode, Series
from tests.loading.tmdb_answers import EPISODE, SEASON, SHOW, only, read, rejected, translation


def refused(content: bytes) -> Unreadable:
    """Read what is no answer at all, and give the error."""
    with pytest.raises(Unreadable) as caught:
        tmdb.read_answer(content, "answer.json", Rejects())
    assert caught.value.file == "answer.json"
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        b"\xff\xfe[\x00]\x00",
        b"\x1f\x8b\x08\x00",
        b'"text"',
        b"7",
        b"null",
        b"[]",
        b"{}",
        b'{"id": NaN}',
        b'{"id": 1, "first_air_date": "\\ud800"}',
        b'{"id": 1, "first_air_date": "\xed\xa0\x80"}',
        b"[" * 10_000 + b"]" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"results": [], "page": 1}',
    ],
    ids=lambda content: content[:24].decode("latin-1"),
)
def test_what_is_no_answer_is_refused(content: bytes):
    assert refused(content).reason


def test_every_truncation_is_refused():
    whole = json.dumps(SEASON).encode()
    for end in range(len(whole)):
        refused(whole[:end])


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"  \n"])
def test_a_web_page_is_called_one(before: bytes):
    assert "web page" in refused(before + b"<!DOCTYPE html><title>Sign in</title>").reason


@pytest.mark.parametrize("more", [{}, {"success": False}])
def test_an_answer_that_is_an_error_is_told_in_tmdbs_own_words(more: dict[str, Any]):
    error = {"status_code": 34, "status_message": "The thing is not here."} | more
    told = refused(json.dumps(error).encode())
    assert "The thing is not here. (code 34)" in told.reason


def test_an_error_among_answers_or_seasons_is_rejected_and_the_rest_is_read():
    error = {"success": False, "status_code": 34, "status_message": "gone"}
    told, [(place, reason)] = rejected([error, EPISODE])
    assert (len(told), place) == (1, "$[0]")
    assert "gone" in reason
    told, [(place, reason)] = rejected(SHOW | {"season/1": error, "season/2": SEASON})
    assert (len(told), place) == (2, "$.season/1")
    assert "gone" in reason


@pytest.mark.parametrize("season", [7, None, [], {}, {"episodes": 7}])
def test_what_is_no_season_among_seasons_is_rejected(season: object):
    told, [(place, _)] = rejected(SHOW | {"season/1": season, "season/2": SEASON})
    assert [type(one) for one in told] == [Series, Episode]
    assert place.startswith("$.season/1")


@pytest.mark.parametrize(
    "item",
    [None, 7, "text", [], {}, {"uri": "/tv/77", "body": None}, {"uri": 7, "body": [EPISODE]}],
)
def test_what_is_no_answer_among_answers_is_rejected(item: object):
    told, [(place, _)] = rejected([item, EPISODE])
    assert len(told) == 1
    assert place.startswith("$[0]")


def test_strict_reading_stops_at_the_first():
    with pytest.raises(Unreadable) as caught:
        read([EPISODE | {"id": None}], Rejects(strict=True))
    assert caught.value.place == "$[0].id"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", None),
        ("id", -5),
        ("id", 2**60),
        ("id", 10**400),
        ("id", "1"),
        ("season_number", None),
        ("season_number", -1),
        ("season_number", 10**9),
        ("episode_number", "two"),
        ("runtime", -3),
        ("runtime", 10**9),
        ("runtime", "59 min"),
        ("air_date", "soon"),
        ("air_date", "2004-02-31"),
        ("air_date", "20041116"),
        ("air_date", "2004-W47-2"),
        ("vote_average", 11),
        ("vote_average", "good"),
        ("vote_count", -1),
        ("name", 7),
        ("name", "x" * 501),
        ("overview", "x" * 50_001),
        ("still_path", "no slash.jpg"),
        ("still_path", "/two words.jpg"),
        ("crew", {}),
        ("guest_stars", "nobody"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_an_episode_with_a_value_that_nothing_can_be_is_rejected(field: str, value: object):
    told, [(place, _)] = rejected(SEASON | {"episodes": [EPISODE | {field: value}, EPISODE]})
    assert told == [only()]
    assert place.startswith("$.episodes[0]")


@pytest.mark.parametrize("field", ["id", "season_number", "episode_number"])
def test_an_episode_without_a_needed_field_is_rejected(field: str):
    missing = {key: value for key, value in EPISODE.items() if key != field}
    told, [(place, reason)] = rejected(SEASON | {"episodes": [missing, EPISODE]})
    assert told == [only()]
    assert place.startswith("$.episodes[0]")
    assert field in reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", None),
        ("id", -1),
        ("original_language", "German"),
        ("first_air_date", "once"),
        ("first_air_date", "0001-01-01"),
        ("vote_average", 10.5),
        ("genres", 7),
    ],
)
def test_a_series_with_a_value_that_nothing_can_be_is_rejected_and_its_episodes_are_not(
    field: str, value: object
):
    told, [(place, _)] = rejected(SHOW | {field: value, "season/1": SEASON})
    assert [type(one) for one in told] == [Episode]
    assert place.startswith("$")


@pytest.mark.parametrize(
    ("place", "changes"),
    [
        ("$.external_ids.imdb_id", {"external_ids": {"imdb_id": "77"}}),
        ("$.external_ids.imdb_id", {"external_ids": {"imdb_id": "tt0000077\n"}}),
        ("$.external_ids.tvdb_id", {"external_ids": {"tvdb_id": -1}}),
        ("$.external_ids", {"external_ids": []}),
        ("$.translations", {"translations": 7}),
        ("$.translations.translations", {"translations": {"translations": 7}}),
        ("$.translations.translations[0]", {"translations": {"translations": [{}]}}),
        (
            "$.translations.translations[0].data.name",
            {"translations": {"translations": [translation("de", "DE", "x" * 501)]}},
        ),
        (
            "$.translations.translations[0].iso_639_1",
            {"translations": {"translations": [translation("DE", "DE", "x")]}},
        ),
        (
            "$.alternative_titles.results[0].iso_3166_1",
            {"alternative_titles": {"results": [{"title": "x", "iso_3166_1": "usa"}]}},
        ),
        ("$.content_ratings.results[0]", {"content_ratings": {"results": [{"rating": "16"}]}}),
        ("$.genres[0].name", {"genres": [{"name": ""}]}),
        ("$.networks[0].origin_country", {"networks": [{"name": "x", "origin_country": "usa"}]}),
        ("$.created_by[0].id", {"created_by": [{"id": -1, "name": "x"}]}),
        (
            "$.aggregate_credits.cast[0].name",
            {"aggregate_credits": {"cast": [{"id": 1, "name": ""}]}},
        ),
        ("$.credits.crew[0]", {"credits": {"crew": [7]}}),
        ("$.images.posters[0].width", {"images": {"posters": [{"file_path": "/x", "width": -1}]}}),
        ("$.watch/providers", {"watch/providers": []}),
        ("$.watch/providers.results.usa", {"watch/providers": {"results": {"usa": {}}}}),
        ("$.watch/providers.results.US", {"watch/providers": {"results": {"US": 7}}}),
        (
            "$.watch/providers.results.US.free[0]",
            {"watch/providers": {"results": {"US": {"free": [{}]}}}},
        ),
    ],
)  # fmt: skip
def test_a_row_that_cant_be_used_is_rejected_and_the_series_is_told(
    place: str, changes: dict[str, Any]
):
    told, [(where, _)] = rejected(SHOW | changes)
    assert [type(one) for one in told] == [Series]
    assert where == place
