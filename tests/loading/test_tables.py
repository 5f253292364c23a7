"""Files in our own format: a mistake is told with file, line and field, and nothing is loaded."""

import json
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings

from bot import loading
from bot.errors import Unreadable
from bot.loaders import tables
from bot.model import FACT_FIELDS, Episode, Series
from bot.store import Store
from tests.loading import reading, values

GOOD = b'{"record": "series", "source": "shelf", "titles": [{"text": "Mayday"}]}'
EPISODE = '{"record": "episode", "source": "shelf", "series": {"title": "Mayday"}, %s}'


def refused(content: bytes) -> Unreadable:
    """Read what can't be read, and give the error, which names the file."""
    with pytest.raises(Unreadable) as caught:
        tables.read_lines(content, "shelf.jsonl")
    assert caught.value.file == "shelf.jsonl"
    return caught.value


@settings(max_examples=50, deadline=None)
@given(values.series())
def test_a_telling_that_was_written_is_read(telling: Series):
    line = msgspec.json.encode(telling)
    assert tables.read_lines(line, "shelf.jsonl") == [telling]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n  \n"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf", b"\n"])
def test_blank_lines_and_byte_order_marks_are_nothing(begin: bytes, end: bytes):
    assert len(tables.read_lines(begin + GOOD + end + GOOD + end, "shelf.jsonl")) == 2


def test_every_truncation_is_refused_with_its_line():
    for cut in range(1, len(GOOD)):
        assert refused(GOOD + b"\n" + GOOD[:cut]).place == "line 2"


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_refused(content: bytes):
    assert "nothing" in refused(content).reason


@pytest.mark.parametrize(
    "line",
    [
        b"nothing",
        b"<!DOCTYPE html>",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b"NaN",
        b"[" * 10_000,
        b'{"a":' * 10_000,
        b'{"record": "film"}',
        b'{"record": "series"}',
        b'{"record": "series", "source": ""}',
        b'{"record": "series", "source": null}',
        b'{"record": "series", "source": "\\ud800"}',
        b'{"record": "series", "source": "\xed\xa0\x80"}',
        b'{"record": "series", "source": "\xff"}',
        b'{"record": "episode", "source": "shelf"}',
        GOOD[:-1] + b', "end_yaer": 2003}',
        GOOD[:-1] + b', "start_year": 20030}',
        GOOD[:-1] + b', "start_year": ' + b"9" * 400 + b"}",
        GOOD[:-1] + b', "ids": {"imdb": "386950"}}',
        GOOD[:-1] + b', "ids": {"imdb": "tt0386950\\n"}}',
        GOOD[:-1] + b', "ids": {"tvmaze": "100"}}',
        GOOD[:-1] + b', "ids": {"tvmaze": -1}}',
        GOOD[:-1] + b', "language": "english"}',
        b"\x1f\x8b\x08\x00",
        b"\xff\xfe{\x00",
    ],
    ids=lambda line: line[-30:].decode("latin-1"),
)
def test_a_line_that_is_no_telling_is_refused_with_its_number(line: bytes):
    error = refused(GOOD + b"\n\n" + line + b"\n" + GOOD)
    assert error.place == "line 3"
    assert error.reason


@pytest.mark.parametrize(
    ("field", "place"),
    [
        ('"runtime": 0', "$.runtime"),
        ('"runtime": "60"', "$.runtime"),
        ('"numberings": [{"season": 1}]', "$.numberings[0]"),
        ('"numberings": [{"number": -1}]', "$.numberings[0].number"),
        ('"titles": [{"text": "a"}, {"text": ""}]', "$.titles[1].text"),
        ('"releases": [{"date": "6 October 2010"}]', "$.releases[0].date"),
        ('"releases": [{"date": "2010-02-31"}]', "$.releases[0]"),
        ('"releases": [{"date": "2010-13"}]', "$.releases[0]"),
        ('"releases": [{"date": "0000"}]', "$.releases[0]"),
        ('"releases": [{"date": "2010\\n"}]', "$.releases[0].date"),
        ('"releases": [{"date": "2010", "moment": "2010-10-06T22:00:00"}]', "$.releases[0]"),
        ('"releases": [{"date": "2010", "country": "ca"}]', "$.releases[0].country"),
        ('"releases": [{"date": "2010", "country": "CA\\n"}]', "$.releases[0].country"),
        ('"offers": [{"provider": "x", "country": "US"}]', "$.offers[0]"),
        ('"ratings": [{"value": 10.5}]', "$.ratings[0].value"),
        ('"credits": [{"name": "Ann", "department": "cook"}]', "$.credits[0].department"),
        ('"plots": {"text": "a"}', "$.plots"),
        ('"plots": null', "$.plots"),
    ],
    ids=str,
)
def test_a_wrong_field_is_named(field: str, place: str):
    assert place in refused((EPISODE % field).encode()).reason


async def test_a_file_with_one_mistake_changes_nothing(started: Store, tmp_path: Path):
    file = tmp_path / "shelf.jsonl"
    file.write_bytes(GOOD + b"\n" + b'{"record": "series"}\n')
    before = await started.read(reading.everything)
    with pytest.raises(Unreadable):
        await loading.load(started, tables.read_file(file))
    assert await started.read(reading.everything) == before


async def test_signs_that_are_hard_to_store_come_back(store: Store):
    told = {
        "record": "series",
        "source": "a\0b",
        "titles": [{"text": "N\0L \U0001f6eb '\" \u202e"}],
    }
    tellings = tables.read_lines(json.dumps(told).encode(), "shelf.jsonl")
    await loading.load(store, tellings)
    [(_, title)] = await store.read(reading.shows)
    assert title == told["titles"][0]["text"]  # type: ignore[index]


@pytest.mark.parametrize("place", ["absent.jsonl", "."])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, place: str):
    with pytest.raises(Unreadable) as caught:
        tables.read_file(tmp_path / place)
    assert caught.value.file == str(tmp_path / place)
    assert caught.value.reason


def test_the_examples_of_the_format_are_read():
    text = (loading.STARTER / "FORMAT.md").read_text("utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    folded = example.replace("\n ", " ")
    told = tables.read_lines(folded.encode(), "FORMAT.md")
    assert [type(telling) for telling in told] == [Series, Episode]


def test_every_field_is_in_the_documented_format():
    text = (loading.STARTER / "FORMAT.md").read_text("utf-8")
    kinds: list[type[msgspec.Struct]] = [Series, Episode, *FACT_FIELDS]
    for cls in kinds:
        for field in msgspec.structs.fields(cls):
            assert f"`{field.name}`" in text, f"{cls.__name__}.{field.name}"
