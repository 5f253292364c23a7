"""Answers of TVmaze: what is wrong is told with its place, and nothing half read is given."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.errors import Unreadable
from bot.loaders import tvmaze
from bot.model import Episode, Series

EPISODE: dict[str, Any] = {
    "id": 2,
    "url": "https://www.tvmaze.com/episodes/2/some-show-1x02-the-second",
    "name": "The Second",
    "season": 1,
    "number": 2,
    "type": "regular",
    "airdate": "2004-11-16",
    "airtime": "21:00",
    "airstamp": "2004-11-16T21:00:00-05:00",
    "runtime": 60,
    "rating": {"average": 7.5},
    "image": {"medium": "https://static.tvmaze.com/m.jpg", "original": None},
    "summary": "<p>One &amp; <b>two</b>.</p><p>Three.<br>Four</p>",
    "_links": {"show": {"href": "https://api.tvmaze.com/shows/77", "name": "Some Show"}},
}
SHOW: dict[str, Any] = {
    "id": 77,
    "url": "https://www.tvmaze.com/shows/77/some-show",
    "name": "Some Show",
    "language": "English",
    "status": "Ended",
    "premiered": "2004-11-09",
    "ended": "2005-01-01",
    "network": {"name": "ABC", "country": {"code": "US"}},
    "rating": {"average": None},
    "externals": {"imdb": "tt0000077", "thetvdb": 7},
    "summary": None,
    "_embedded": {"episodes": [EPISODE]},
}
WHOLE = json.dumps([SHOW]).encode()


def read(answer: object) -> list[Series | Episode]:
    """Read an answer as it would be saved."""
    return tvmaze.read_answer(json.dumps(answer).encode(), "answer.json")


def only(**changes: object) -> Episode:
    """Read one episode that differs in some fields."""
    [telling] = read(EPISODE | changes)
    assert isinstance(telling, Episode)
    return telling


def refused(content: bytes) -> Unreadable:
    """Read what can't be read, and give the error, which names the file."""
    with pytest.raises(Unreadable) as caught:
        tvmaze.read_answer(content, "answer.json")
    assert caught.value.file == "answer.json"
    assert caught.value.place
    assert caught.value.reason
    return caught.value


def test_a_show_with_its_episodes_is_read():
    series, episode = read(SHOW)
    assert isinstance(series, Series)
    assert (series.titles[0].text, series.start_year, series.end_year) == ("Some Show", 2004, 2005)
    assert (series.status, series.language) == ("ended", "en")
    assert dict(series.ids.items()) == {"imdb": "tt0000077", "tvmaze": "77", "tvdb": "7"}
    assert isinstance(episode, Episode)
    assert episode.series.ids == series.ids
    assert episode.releases[0].country == "US"


def test_every_truncation_is_refused():
    for end in range(len(WHOLE)):
        refused(WHOLE[:end])


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n",
        b"nothing",
        b"\xff\xfe[\x00]\x00",
        b"\x1f\x8b\x08\x00",
        b'"text"',
        b"7",
        b"null",
        b"[]",
        b"{}",
        b"[[]]",
        b"[null]",
        b"[7]",
        b'[{"id": NaN}]',
        b'[{"id": Infinity}]',
        b"[" * 10_000 + b"]" * 10_000,
        b"[" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"uri":"/shows/1","body":' * 900 + b"{}" + b"}" * 900,
        b'{"uri":"/shows/' + b"9" * 5000 + b'","body":[]}',
        b'{"id": ' + b"9" * 400 + b', "url": "", "name": "x"}',
        b'{"id": ' + b"9" * 5000 + b', "url": "", "name": "x"}',
        b'{"id": 1e999, "url": "", "name": "x"}',
        b'{"id": 1, "url": "", "name": "\\ud800"}',
        b'{"id": 1, "url": "", "name": "\xed\xa0\x80"}',
    ],
    ids=lambda content: content[:24].decode("latin-1"),
)
def test_what_is_no_answer_is_refused(content: bytes):
    refused(content)


@pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b"  \n"])
def test_a_web_page_is_called_one(before: bytes):
    page = before + b"<!DOCTYPE html><title>Sign in</title>"
    assert "web page" in refused(page).reason


def test_an_answer_after_a_byte_order_mark_is_read():
    assert tvmaze.read_answer(b"\xef\xbb\xbf" + WHOLE, "answer.json") == read([SHOW])


@pytest.mark.parametrize(
    "answer",
    [
        {"name": "Not Found", "message": "", "code": 0, "status": 404},
        {"previous": None, "message": "No episode found", "code": 0, "status": 404},
        {"message": "Too many requests"},
    ],
)
def test_an_answer_that_is_an_error_is_told_as_one(answer: dict[str, Any]):
    error = refused(json.dumps(answer).encode())
    assert "error" in error.reason


@pytest.mark.parametrize("record", [EPISODE, SHOW], ids=["episode", "show"])
@pytest.mark.parametrize("value", [None, [], {}, "missing", True, -0.5])
@pytest.mark.parametrize("field", ["id", "name", "url"])
def test_a_needed_field_that_is_missing_or_of_another_type_is_refused(
    record: dict[str, Any], field: str, value: object
):
    wrong = {key: each for key, each in record.items() if key != field}
    if value != "missing":
        wrong[field] = value
    error = refused(json.dumps([record, wrong]).encode())
    assert "[1]" in error.place
    assert field in error.place + error.reason


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("season", None),
        ("season", "one"),
        ("season", -1),
        ("season", 10**30),
        ("number", "two"),
        ("number", -2),
        ("number", 10**9),
        ("id", -5),
        ("id", 2**60),
        ("id", 10**400),
        ("runtime", "60 min"),
        ("runtime", -3),
        ("runtime", 10**9),
        ("airdate", "soon"),
        ("airdate", "2004-02-31"),
        ("airdate", "2004-W47-2"),
        ("airdate", "20041116"),
        ("airdate", "2004-11-16T21:00"),
        ("airdate", 20041116),
        ("airstamp", "later"),
        ("airstamp", "2004-11-16T21:00:00"),
        ("airstamp", "0001-01-01T00:00:00+05:00"),
        ("airstamp", "9999-12-31T23:59:59-05:00"),
        ("rating", {"average": 11}),
        ("rating", {"average": "good"}),
        ("rating", []),
        ("image", "picture.jpg"),
        ("summary", 7),
        ("name", "x" * 501),
        ("summary", "x" * 50_001),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_value_that_nothing_can_be_is_refused_with_its_place(field: str, value: object):
    error = refused(json.dumps([EPISODE, EPISODE | {field: value}]).encode())
    assert error.place.startswith("$[1]")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("premiered", "once"),
        ("premiered", "0001-01-01"),
        ("externals", {"imdb": "77"}),
        ("externals", {"imdb": "tt0000077\n"}),
        ("externals", {"thetvdb": -1}),
        ("network", {"name": ""}),
        ("network", {"name": "ABC", "country": {"code": "usa"}}),
        ("_embedded", {"cast": [{"person": {"id": 1}, "character": {"name": "x"}}]}),
        ("_embedded", {"episodes": [{"id": 1}]}),
        ("_embedded", []),
    ],
    ids=str,
)
def test_a_show_with_a_value_that_nothing_can_be_is_refused(field: str, value: object):
    assert refused(json.dumps(SHOW | {field: value}).encode()).place.startswith("$")


@pytest.mark.parametrize(
    ("name", "shown"),
    [("A\0B", "A B"), ("  A  ", "A"), ("\n", "Untitled"), ("", "Untitled"), ("\u202eB", "B")],
)
def test_signs_that_no_title_has_are_taken_out(name: str, shown: str):
    assert only(name=name).titles[0].text == shown


def test_a_summary_becomes_plain_text():
    assert only().plots[0].text == "One & two.\nThree.\nFour"
    assert only(summary="1 < 2 &gt; 0, <3").plots[0].text == "1 < 2 > 0, <3"
    assert (
        only(summary="").plots == only(summary=None).plots == only(summary="<p> </p>").plots == ()
    )


@pytest.mark.parametrize(
    "summary", ["<" * 40_000, "<!--" * 10_000, "&" * 40_000, "<p" * 20_000, "<a b=" * 8_000]
)
@pytest.mark.timeout(5)
def test_a_summary_that_is_no_html_does_no_harm(summary: str):
    assert isinstance(tvmaze.plain(summary), str)


def test_an_offset_becomes_utc_and_the_day_stays_the_broadcasters():
    [release] = only().releases
    assert release.date == "2004-11-16"
    assert release.moment == datetime(2004, 11, 17, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "unknown", [{"airtime": ""}, {"airtime": None}, {"airstamp": None}, {"airstamp": ""}]
)
def test_without_an_air_time_there_is_a_day_and_no_moment(unknown: dict[str, Any]):
    [release] = only(**unknown).releases
    assert (release.date, release.moment) == ("2004-11-16", None)


@pytest.mark.parametrize("unknown", ["", None])
def test_without_a_day_there_is_no_release(unknown: str | None):
    assert only(airdate=unknown).releases == ()


def test_a_year_can_be_a_season():
    [numbering] = only(season=1996, number=166).numberings
    assert (numbering.season, numbering.number) == (1996, 166)


def test_a_special_without_a_number_has_no_code():
    special = only(number=None, type="significant_special")
    assert (special.numberings, special.kind) == ((), "special")


def test_fields_that_came_later_may_be_missing():
    old = {key: EPISODE[key] for key in ("id", "url", "name", "season", "number", "airdate")}
    [telling] = read(old)
    assert isinstance(telling, Episode)
    assert telling.series.title == "Some Show"
    assert telling.series.ids.tvmaze is None


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("some-show-1x02-the-second", "Some Show"),
        ("9-1-1-2x03-help", "9 1 1"),
        ("x-files-2002x01", "X Files"),
        ("show-s02-special-extra", "Show"),
        ("daily-show-2010-10-06-guest", "Daily Show"),
        ("nothing", None),
    ],
)
def test_an_old_episodes_show_is_read_from_its_address(path: str, title: str | None):
    old = {key: EPISODE[key] for key in ("id", "name", "season", "number", "airdate")}
    [telling] = read(old | {"url": f"http://www.tvmaze.com/episodes/2/{path}"})
    assert isinstance(telling, Episode)
    assert telling.series.title == title


def test_a_recorded_call_names_the_show_of_its_episodes():
    old = {key: EPISODE[key] for key in ("id", "url", "name", "season", "number", "airdate")}
    [telling] = read([{"uri": "http://api.tvmaze.com/shows/77/episodes", "body": [old]}])
    assert isinstance(telling, Episode)
    assert telling.series.ids.tvmaze == 77


def test_a_fault_in_a_recorded_call_is_placed_inside_its_body():
    wrong = [{"uri": "/shows/77", "body": [SHOW, SHOW | {"name": None}]}]
    assert refused(json.dumps(wrong).encode()).place == "$[0].body[1].name"
