"""/admin load-file: a file is read and tried, shown, and loaded or called off."""

import gzip
import json
from pathlib import Path

import pytest

from bot.loading import exporting
from bot.store import Store
from bot.store import loads as told
from tests.conversations.conftest import Bot, Journal
from tests.conversations.talk import Person
from tests.loading.test_tvmaze import WHOLE

TABLE = (
    b'{"record": "series", "source": "table", "ids": {"imdb": "tt5555555"}, "start_year": 1999,'
    b' "titles": [{"text": "Lighthouses"}]}\n'
    b'{"record": "episode", "source": "table", "series": {"ids": {"imdb": "tt5555555"}},'
    b' "ids": {"imdb": "tt5555556"}, "numberings": [{"season": 1, "number": 1}],'
    b' "titles": [{"text": "First light"}]}\n'
)
SHEET = b"series;season;number;title\nLighthouses;1;1;First light\n"
NFO = b"""<episodedetails><title>First light</title><showtitle>Lighthouses</showtitle>
<season>1</season><episode>1</episode></episodedetails>"""
FORMATS = {
    "table.jsonl": (TABLE, "lighthouses 1x01", "First light"),
    "table.jsonl.gz": (gzip.compress(TABLE), "lighthouses 1x01", "First light"),
    "sheet.csv": (SHEET, "lighthouses 1x01", "First light"),
    "sheet.csv.gz": (gzip.compress(SHEET), "lighthouses 1x01", "First light"),
    "first.nfo": (NFO, "lighthouses 1x01", "First light"),
    "first.nfo.gz": (gzip.compress(NFO), "lighthouses 1x01", "First light"),
    "show.json": (WHOLE, "some show 1x02", "The Second"),
    "show.json.gz": (gzip.compress(WHOLE), "some show 1x02", "The Second"),
}
TRICKS = "**loud** <@1> ||hidden|| [a](http://b.example)"
HOSTILE = {
    "page.html": (b"<!DOCTYPE html><html></html>", "web page or XML"),
    "sheet.csv": ("series;title\nTürme;Eins\n".encode("cp1252"), "byte"),
    "bomb.csv.gz": (gzip.compress(b"," * (40 << 20)), "times its size"),
    "cut.jsonl.gz": (gzip.compress(TABLE)[:-9], "its end is missing"),
    "book.xlsx": (b"PK\3\4" + bytes(50), "workbook"),
    "nothing.csv": (b"", "nothing in it"),
    "evil.nfo": (
        b'<!DOCTYPE x [<!ENTITY a "b">]><tvshow><title>&a;</title></tvshow>',
        "document type",
    ),
    "deep.json": (b"[" * 10_000, "recursion depth"),
}


async def before(store: Store) -> tuple[str, int]:
    """Tell what the store has, to compare it with later."""
    return await exporting.content_hash(store), len(await store.read(told.latest))


def waiting(store: Store) -> list[Path]:
    """Give what is kept until somebody says yes."""
    return list((store.folder / "uploads").glob("*"))


@pytest.mark.parametrize("name", FORMATS)
async def test_a_file_is_shown_then_loaded_then_found(ann: Person, store: Store, name: str):
    content, query, title = FORMATS[name]
    was = await before(store)
    preview = await ann.loads(name, content)
    assert not preview.private
    assert list(preview.buttons) == ["Load", "Cancel"]
    assert "Nothing is changed yet." in preview.text
    assert "1 episode read: would be " in preview.text
    assert await before(store) == was
    assert len(waiting(store)) == 1
    done = await ann.decides("Load", preview)
    assert "### Loaded" in done.text
    assert done.buttons == {}
    assert title in (await ann.asks(query)).text
    assert waiting(store) == []


async def test_the_load_is_recorded_with_who_pressed_and_what_it_was(ann: Person, store: Store):
    await ann.decides("Load", await ann.loads("table.jsonl", TABLE))
    load = (await store.read(told.latest))[0]
    assert (load.who, load.source, load.new, load.state) == (str(ann.id), "table", 2, "done")
    assert len(load.version) == 16


async def test_what_would_change_is_named(ann: Person):
    await ann.decides("Load", await ann.loads("table.jsonl", TABLE))
    other = TABLE.replace(b'"table"', b'"fans"').replace(b"First light", b"Second light")
    text = (await ann.loads("fans.jsonl", other)).text
    assert r"- disagree\: Lighthouses S01E01" in text
    renamed = TABLE.replace(b"First light", b"A new name")
    assert (
        r"retitled\: Lighthouses S01E01 A new name \(was\: First light\)"
        in (await ann.loads("new.jsonl", renamed)).text
    )


async def test_a_new_series_and_what_is_left_out_are_named(ann: Person):
    lost = TABLE + TABLE.splitlines()[1].replace(b"tt555555", b"tt777777") + b"\n"
    text = (await ann.loads("table.jsonl", lost)).text
    assert r"- new\: Lighthouses \(1999\)" in text
    assert r"- left out\:" in text
    assert "1 left out" in text


async def test_cancel_before_loading_leaves_everything_as_it_was(ann: Person, store: Store):
    was = await before(store)
    preview = await ann.loads("table.jsonl", TABLE)
    done = await ann.decides("Cancel", preview)
    assert "Called off. Everything is as it was." in done.text
    assert done.buttons == {}
    assert await before(store) == was
    assert waiting(store) == []


async def test_the_same_file_again_changes_nothing_and_there_is_nothing_to_press(
    ann: Person, store: Store
):
    await ann.decides("Load", await ann.loads("table.jsonl", TABLE))
    again = await ann.loads("table.jsonl", TABLE)
    assert "Nothing changes." in again.text
    assert again.buttons == {}
    assert waiting(store) == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_file_that_is_no_catalogue_is_refused_privately_and_changes_nothing(
    ann: Person, bob: Person, store: Store, bot: Bot, name: str
):
    was = await before(store)
    content, words = HOSTILE[name]
    refusal = await ann.loads(name, content)
    assert refusal.private
    assert words in refusal.text
    assert "Nothing of it was loaded." in refusal.text
    assert refusal.buttons == {}
    assert await before(store) == was
    assert waiting(store) == []
    # What announced it is gone: nobody else sees that a file was refused.
    assert bot.channel.history(viewer=bob.actor) == []


async def test_what_a_file_and_its_rows_are_called_is_shown_as_it_is(ann: Person):
    refusal = await ann.loads(f"{TRICKS}.csv", b"<html>")
    assert r"\*\*loud\*\* \<\@1\> \|\|hidden\|\|" in refusal.text
    hostile = TABLE.replace(b"Lighthouses", TRICKS.encode())
    preview = await ann.loads(f"{TRICKS}.jsonl", hostile)
    assert "**loud**" not in preview.text
    assert "<@1>" not in (await ann.decides("Load", preview)).text


async def test_rows_of_no_use_are_refused_with_a_file_unless_more_are_allowed(
    bot: Bot, ann: Person, store: Store
):
    faulty = TABLE + b'{"record": "episode"}\n{"record": "song"}\n'
    refusal = await ann.loads("faulty.jsonl", faulty)
    assert refusal.private
    assert "2 of 4 rows can't be used" in refusal.text
    assert rejected(bot, refusal.files) == ["line 3", "line 4"]
    preview = await ann.loads("faulty.jsonl", faulty, **{"max-rejected": 60.0})
    assert "2 rejected" in preview.text
    assert "First row of no use: faulty.jsonl, line 3" in preview.text
    done = await ann.decides("Load", preview)
    assert "2 new" in done.text
    assert rejected(bot, done.files) == ["line 3", "line 4"]
    assert (await store.read(told.latest))[0].rejected == 2


def rejected(bot: Bot, files: dict[str, str]) -> list[str]:
    """Read the places out of the file of rejects."""
    assert list(files) == ["rejects.jsonl"]
    content = bot.env.backend.cdn.get(files["rejects.jsonl"]) or b""
    rows = [json.loads(line) for line in content.splitlines()]
    assert {frozenset(row) for row in rows} == {frozenset({"file", "place", "reason"})}
    return [row["place"] for row in rows]


async def test_a_file_larger_than_discord_takes_here_is_refused(ann: Person):
    refusal = await ann.loads("large.csv", b"," * 26_214_401)
    assert refusal.private
    assert "it has more than 26,214,400 bytes" in refusal.text
    assert r"\*large\*" in (await ann.loads("*large*.csv", b"," * 26_214_401)).text


async def test_a_file_that_is_larger_than_was_said_is_refused(
    ann: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    shelf = bot.env.backend.cdn
    store = shelf.store_attachment
    monkeypatch.setattr(shelf, "store_attachment", lambda *what: store(*what) | {"size": 10})
    refusal = await ann.loads("large.csv", b"," * 26_214_401)
    assert "it has more than 26,214,400 bytes" in refusal.text


async def test_a_file_that_discord_does_not_hand_out_is_told_privately(
    ann: Person, bot: Bot, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(bot.env.backend.cdn, "get", lambda _: None)
    refusal = await ann.loads("table.jsonl", TABLE)
    assert refusal.private
    assert r"Discord does not answer as it should\: the file can't be had" in refusal.text


async def test_a_file_that_unpacks_to_too_much_is_refused(ann: Person):
    row = b"".join(b'{"record":"series","titles":[{"text":"%d"}]}\n' % n for n in range(900_000))
    refusal = await ann.loads("large.jsonl.gz", gzip.compress(row, 1))
    assert refusal.private
    assert "it is larger than 33,554,432 bytes" in refusal.text


async def test_an_answer_too_long_to_be_read_in_one_go_is_for_the_shell(ann: Person):
    long = b'[{"id": 1, "name": "%s"}]' % (b"long " * 900_000)
    refusal = await ann.loads("long.json.gz", gzip.compress(long, 1))
    assert refusal.private
    assert "`coldopen load tvmaze` takes more" in refusal.text.replace("\\", "")


async def test_a_folder_that_takes_no_file_is_an_apology_and_the_log_says_why(
    ann: Person, store: Store, journal: Journal
):
    (store.folder / "uploads").write_text("no folder")
    apology = await ann.loads("table.jsonl", TABLE)
    journal.explains(apology)
    (store.folder / "uploads").unlink()
    assert (await ann.loads("table.jsonl", TABLE)).buttons
