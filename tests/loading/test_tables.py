"""Files in our own format: a mistake is told with file, line and field, and nothing is loaded."""

import gzip
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import loading
from bot.errors import Unreadable
from bot.loaders import tables
from bot.loaders.csv_tables import template
from bot.loaders.rejects import Rejects
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
        GOOD[:-1] + b', "start_year": NaN}',
        GOOD[:-1] + b', "start_year": 99999999999999999999}',
        GOOD[:-1] + b', "start_year": 2003, "start_year": 2003}',
        GOOD[:-1] + b', "ids": {"tvmaze": 1, "tvmaze": 2}}',
        GOOD[:-1] + b', "sta\\u0072t_year": 2003, "start_year": 2004}',
        GOOD[:-1] + b', "url": "\0"}',
        b"\x1f\x8b\x08\x00",
        b"\xff\xfe{\x00",
    ],
    ids=lambda line: line[-30:].decode("latin-1"),
)
def test_a_line_that_is_no_telling_is_refused_with_its_number(line: bytes):
    error = refused(GOOD + b"\n\n" + line + b"\n" + GOOD)
    assert error.place == "line 3"
    assert error.reason


def test_a_line_that_is_no_telling_is_a_reject_and_the_others_are_read():
    rejects = Rejects()
    content = b"\n".join((GOOD, b"{}", b'{"a":' * 10_000, GOOD, GOOD[:-9]))
    assert len(tables.read_lines(content, "shelf.jsonl", rejects)) == 2
    assert [(reject.file, reject.place) for reject in rejects.kept] == [
        ("shelf.jsonl", "line 2"),
        ("shelf.jsonl", "line 3"),
        ("shelf.jsonl", "line 5"),
    ]
    assert all(reject.reason for reject in rejects.kept)


def test_a_file_of_rejects_alone_is_no_empty_file():
    rejects = Rejects()
    assert tables.read_lines(b"{}", "shelf.jsonl", rejects) == []
    assert rejects.count == 1


def test_a_field_that_is_there_twice_is_named():
    line = GOOD[:-1] + b', "titles": [{"text": "a", "note": "b", "text": "c"}]}'
    assert "`text` is there twice" in refused(line).reason


def table(content: bytes, encoding: str | None = None) -> list[Series | Episode]:
    """Read a table of either format without a single reject."""
    return tables.read_table(content, "shelf", Rejects(strict=True), encoding=encoding)


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf", b"\r\n \n"])
@pytest.mark.parametrize("content", [GOOD, template("cast").encode()], ids=["lines", "csv"])
def test_a_table_is_told_by_its_beginning_gzipped_or_not(content: bytes, begin: bytes):
    assert len(table(begin + content)) == 1
    assert table(gzip.compress(begin + content)) == table(begin + content)


@pytest.mark.parametrize("content", [GOOD.decode(), template("cast")], ids=["lines", "csv"])
def test_a_table_in_another_encoding_is_read_as_what_it_is_said_to_be(content: str):
    text = content.replace("Mayday", "Café")
    for encoding in ("cp1252", "utf-16"):
        with pytest.raises(Unreadable):
            table(text.encode(encoding))
        assert table(text.encode(encoding), encoding) == table(text.encode())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no header"),
        (b" \n\n", "no header"),
        (b"\n<!DOCTYPE html>\n<p>{", "web page"),
        (b"\xef\xbb\xbf<?xml", "web page"),
        (b"[" + GOOD + b"]", "one JSON object a line"),
        (b"PK\3\4\xe9\n", "save the sheet as CSV"),
        (b"\xd0\xcf\x11\xe0\n", "save the sheet as CSV"),
        (gzip.compress(GOOD, mtime=0)[:-9], "end is missing"),
        (gzip.compress(b"\n" * 3_000_000, mtime=0), "200 times"),
    ],
    ids=lambda part: part[:12] if isinstance(part, bytes) else part,
)
def test_what_is_no_table_is_refused(content: bytes, reason: str):
    with pytest.raises(Unreadable) as caught:
        table(content)
    assert caught.value.file == "shelf"
    assert reason in caught.value.reason


def test_a_file_of_csv_is_read_and_one_bad_row_refuses_it(tmp_path: Path):
    file = tmp_path / "cast.csv"
    file.write_text(template("cast"))
    assert len(tables.read_file(file)) == 1
    file.write_text(template("cast") + "Mayday\n")
    with pytest.raises(Unreadable, match="line 3"):
        tables.read_file(file)


@settings(max_examples=200, deadline=None)
@given(
    st.binary() | st.binary().map(gzip.compress) | st.binary().map(GOOD.__add__),
    st.sampled_from((None, "utf-8", "cp1252", "utf-16", "cp9999")),
)
def test_any_bytes_are_tellings_or_an_error_that_says_where(content: bytes, encoding: str | None):
    rejects = Rejects()
    try:
        told: list[Any] = tables.read_table(content, "shelf", rejects, encoding=encoding)
    except Unreadable as error:
        told = [error.place]
    assert told or rejects.count


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
