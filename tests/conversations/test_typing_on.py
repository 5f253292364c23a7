"""Keystrokes: who types on wants the newest alone, and soon; what goes wrong is an empty list."""

import asyncio
import gc
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

import pytest

from bot import finding, ui
from bot.finding import Answer
from bot.model import Heading
from bot.store import Store
from tests.conversations.conftest import Journal
from tests.conversations.talk import Choice, Person

T = TypeVar("T")

BUSY = 0.1
"""Seconds for which somebody else has the database's thread: long enough to type a few letters."""


async def while_busy(store: Store, *doing: Awaitable[T]) -> list[T]:
    """Let people do something while somebody else has the database's thread."""
    busy = asyncio.create_task(store.read(lambda _: time.sleep(BUSY)))
    done = await asyncio.gather(*doing)
    await busy
    return done


async def test_of_ann_s_keystrokes_in_flight_only_the_newest_is_looked_up(
    ann: Person, store: Store, looked_up: list[str]
):
    letters = ("t", "ta", "tar", "targ")
    typed = (ann.types(text) for text in letters)
    answers = await while_busy(store, *typed)
    assert [len(answer) for answer in answers] == [0, 0, 0, 1]
    assert looked_up == ["targ"]


async def test_after_nothing_was_typed_the_first_letters_count(
    ann: Person, store: Store, looked_up: list[str]
):
    typed = (ann.types(text) for text in ("", "targ"))
    answers = await while_busy(store, *typed)
    assert [len(answer) for answer in answers] == [0, 1]
    assert looked_up == ["targ"]


async def test_keystrokes_one_after_the_other_are_all_looked_up(ann: Person, looked_up: list[str]):
    for text in ("t", "ta", "tar"):
        assert await ann.types(text)
    assert looked_up == ["t", "ta", "tar"]


async def test_bob_s_keystrokes_are_bob_s(
    ann: Person, bob: Person, store: Store, looked_up: list[str]
):
    typed = (ann.types("target is"), bob.types("gimli"), ann.types("targ"))
    answers = await while_busy(store, *typed)
    assert [len(answer) for answer in answers] == [0, 1, 1]
    assert sorted(looked_up) == ["gimli", "targ"]


async def test_another_option_is_another_matter(ann: Person, store: Store):
    typed = (ann.types_into("admin undo", "number", ""), ann.types("targ"))
    assert [len(answer) for answer in await while_busy(store, *typed)] == [1, 1]


async def test_who_sends_the_command_meanwhile_gets_the_answer(ann: Person, store: Store):
    asked = asyncio.create_task(while_busy(store, ann.types("targ")))
    card = await ann.asks("mayday 9x05")
    assert "## Target Is Destroyed" in card.text
    assert [len(answer) for answer in await asked] == [1]


async def test_what_takes_longer_than_300_ms_is_an_empty_list_and_told_with_its_time(
    ann: Person, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    real = finding.suggest

    async def late(store: Store, text: str, looked: Sequence[int]) -> tuple[Heading, ...]:
        await asyncio.sleep(0.4 if text == "targ" else 0.1)
        return await real(store, text, looked)

    monkeypatch.setattr(finding, "suggest", late)
    with caplog.at_level(logging.INFO, "bot.ui"):
        assert await ann.types("targ") == []
        assert len(await ann.types("target")) == 1
    (entry,) = (one for one in caplog.records if one.name == "bot.ui")
    assert entry.levelno == logging.INFO
    words, spent = entry.getMessage().split(": ")
    assert words == "suggestions took too long"
    assert int(spent.removesuffix(" ms")) >= 300


async def test_who_typed_on_was_not_late(
    ann: Person, store: Store, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.INFO, "bot.ui"):
        await while_busy(store, ann.types("t"), ann.types("ta"))
    assert not [one for one in caplog.records if one.name == "bot.ui"]


async def test_a_look_up_that_breaks_is_an_empty_list_and_the_next_one_is_whole(
    ann: Person, journal: Journal, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as broken:
        broken.setattr(finding, "answered", raising(sqlite3.OperationalError("disk I/O error")))
        assert await ann.types("targ") == []
    entry = journal.has("no suggestions")
    assert entry.levelno == logging.ERROR
    assert entry.exc_info
    assert "disk I/O error" in str(entry.exc_info[1])
    assert len(await ann.types("targ")) == 1


async def test_one_that_breaks_behind_another_is_told_too(
    ann: Person, store: Store, journal: Journal, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(finding, "answered", raising(ValueError("a fault")))
    assert await while_busy(store, ann.types("ta"), ann.types("tar")) == [[], []]
    journal.has("no suggestions")  # once: the first was not looked up


def raising(error: Exception) -> Callable[..., Answer]:
    def breaks(*_: object) -> Answer:
        raise error

    return breaks


async def test_a_keystroke_that_comes_while_one_is_just_running_out_of_time_is_no_fault(
    ann: Person, monkeypatch: pytest.MonkeyPatch
):
    async def after(turns: int) -> list[Choice]:
        for _ in range(turns):
            await asyncio.sleep(0)
        return await ann.types("targ")

    monkeypatch.setattr(ui, "KEYSTROKE", 0.0)
    assert await asyncio.gather(*map(after, range(8))) == [[]] * 8


async def test_nothing_of_a_keystroke_stays_in_memory(ann: Person, bob: Person, store: Store):
    before = times()
    await while_busy(store, *(who.types("target"[:end]) for end in range(7) for who in (ann, bob)))
    assert times() == before


def times() -> int:
    """Count the times that keystrokes were given and that are still in memory."""
    gc.collect()
    return sum(isinstance(one, asyncio.Timeout) for one in gc.get_objects())
