"""Keystrokes over real sockets and in real time: what comes too late is not waited for."""

import asyncio
import logging
import time
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot import loading, ui
from bot.app import App
from bot.store import Store

from .clients import running
from .loopback import Loopback
from .people import ANN, BEN


@pytest.fixture
async def store(server: Loopback, tmp_path: Path) -> AsyncGenerator[Store]:
    """Give the store of a bot that is online."""
    async with Store.opened(tmp_path) as opened:
        await loading.ensure_starter(opened)
        async with running(App(opened, always_sync=True), server):
            yield opened


async def test_after_300_ms_the_list_is_empty_and_the_log_has_the_time(
    server: Loopback, store: Store, looked_up: list[str], caplog: pytest.LogCaptureFixture
):
    assert ui.KEYSTROKE == 0.3
    with caplog.at_level(logging.INFO, "bot.ui"):
        busy = asyncio.create_task(store.read(lambda _: time.sleep(1)))
        begun = time.perf_counter()
        assert await server.autocomplete("episode", query="targ", focused="query") == []
        assert time.perf_counter() - begun >= 0.3
        assert not busy.done()
    (entry,) = (one for one in caplog.records if one.name == "bot.ui")
    assert entry.levelno == logging.INFO
    words, spent = entry.getMessage().split(": ")
    assert words == "suggestions took too long"
    assert int(spent.removesuffix(" ms")) >= 300
    # Nobody waits for it any more, so who comes next need not wait for it either.
    await busy
    choices = await server.autocomplete("episode", query="gimli", focused="query", user=BEN)
    assert "Gimli Glider" in choices[0].name
    assert looked_up == ["gimli"]


async def test_of_many_keystrokes_in_flight_each_person_s_newest_is_looked_up(
    server: Loopback, store: Store, looked_up: list[str]
):
    busy = asyncio.create_task(store.read(lambda _: time.sleep(0.2)))
    typed = [
        server.autocomplete("episode", query=word[:end], focused="query", user=user)
        for end in range(1, 6)
        for user, word in ((ANN, "target"), (BEN, "gimli"))
    ]
    answers = await asyncio.gather(*typed)
    await busy
    assert [len(one) for one in answers] == [0] * 8 + [1, 1]
    assert sorted(looked_up) == ["gimli", "targe"]
